//! The form of official documents: numbers of documents, titles, sequence numbers, attachments, signature. What is
//! written in a document is not judged here.

mod abbreviation;
mod attachment;
mod number;
mod outline;
mod title;

rules! {
    abbreviation_early,
    abbreviation_full,
    abbreviation_quotes,
    abbreviation_unused,
    addressee_mark,
    attachment_gap,
    attachment_mark,
    attachment_missing,
    attachment_unmentioned,
    clause_order,
    closing_mismatch,
    closing_phrase,
    date_form,
    date_missing,
    date_numerals,
    date_zero,
    document_number_bracket,
    document_number_mismatch,
    document_number_order,
    document_number_ordinal,
    document_number_year,
    document_number_zero,
    heading_mark,
    ordinal_mix,
    organ_short_mixed,
    sequence_doubled,
    sequence_gap,
    sequence_level,
    sequence_mark,
    sequence_repeat,
    signature_mismatch,
    title_kind_doubled,
    title_mark,
    title_preposition,
    title_repeated,
}
