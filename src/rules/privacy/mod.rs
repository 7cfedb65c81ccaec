//! What must not stand on a public page: numbers and addresses of private persons, names of those whom the law
//! shields, and marks of secrecy.

mod numbers;
mod persons;

pub(in crate::rules) use persons::is_surname;

rules! {
    bank_card,
    document_number,
    family_named,
    home_address,
    id_number,
    listed_person,
    mobile_number,
    password,
    person_named,
    secrecy_mark,
}
