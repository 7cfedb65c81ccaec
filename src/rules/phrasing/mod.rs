//! Fixed official wording that needs code; single words are dictionaries.

rules! {
    collocation,
    fixed_sequence,
    formulation,
    house_style,
    office_holder,
    organ_order,
    particle,
}
