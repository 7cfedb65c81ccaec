//! What is on a page that is no text of the article: hidden links, advertising, placeholders, remains of other
//! encodings and of templates, lines of platforms.

mod address;

rules! {
    broken_link,
    control_character,
    editing_trace,
    empty_body,
    escaped_entity,
    hidden_link,
    injected_ad,
    load_failure,
    mojibake,
    outside_ad,
    outside_link,
    pay_wall,
    placeholder,
    platform_line,
    private_character,
    repeated_paragraph,
    template_code,
    test_article,
    unused_suppression,
}
