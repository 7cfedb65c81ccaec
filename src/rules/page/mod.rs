//! What is on a page that is no text of the article: hidden links, advertising, placeholders, remains of other
//! encodings and of templates, lines of platforms.

mod address;

use crate::document::{Block, Region};

rules! {
    assistant_reply,
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
    page_control,
    pay_wall,
    placeholder,
    platform_line,
    private_character,
    repeated_paragraph,
    template_code,
    test_article,
    unused_suppression,
}

/// Whether what editing or loading left behind would be a fault in a block: it is text that readers see as the article's.
fn may_hold_remains(block: &Block) -> bool {
    matches!(block.region, Region::Body | Region::Caption | Region::Table | Region::Quote | Region::Summary)
}
