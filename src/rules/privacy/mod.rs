//! What must not stand on a public page: numbers and addresses of private persons, names of those whom the law
//! shields, and marks of secrecy.

mod numbers;
mod persons;

rules! {
    bank_card,
    home_address,
    id_number,
    mobile_number,
    person_named,
    secrecy_mark,
}
