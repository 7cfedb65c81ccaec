//! Fixed official wording that needs code; single words are dictionaries.

rules! {
    collocation,
    fixed_sequence,
    law_article_range,
    formulation,
    house_style,
    missing_head,
    office_holder,
    organ_order,
    particle,
}
