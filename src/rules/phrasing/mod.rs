//! Fixed official wording that needs code; single words are dictionaries.

rules! {
    collocation,
    fixed_sequence,
    formulation,
    house_style,
    law_article_range,
    missing_head,
    missing_subject,
    office_holder,
    organ_order,
    particle,
}
