//! Texts that are the same, in two stages for clusters: articles → signatures, a line each as in the filter; and lines with
//! signatures, from however many machines → groups. One machine finds the same groups in one go.

use std::io::{self, BufReader, Read, Write};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::filter::{each_line, line, read_line, record, refusal};
use super::trace::signature;
use crate::alike::{self, Signature};

/// A line of the first stage. A text too short to be recognised has no signature.
#[derive(Serialize, Deserialize)]
struct Signed<'a> {
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(flatten)]
    signature: Option<Signature>,
}

#[derive(Serialize)]
struct Group<'a> {
    group: Vec<&'a RawValue>,
}

/// Writes the signature of each article of `input`, which is what the filter takes.
pub fn signatures(input: impl Read + Send, output: &mut impl Write, threads: usize, verbose: bool) -> io::Result<()> {
    each_line(input, output, threads, verbose, |lines| {
        let reply = |text: &Vec<u8>| match record(text) {
            Ok(record) => {
                let signature = signature(&record.article());
                line(serde_json::to_string(&Signed { id: record.id.as_deref(), signature }))
            }
            Err(refused) => line(refusal(&refused)),
        };
        lines.iter().map(reply).collect()
    })
}

/// Writes the groups of articles whose texts are the same, each as the ids of two and more in the order of the input.
/// Gives how many lines could not be read; those without a signature are passed over.
pub fn groups(input: impl Read, output: &mut impl Write) -> io::Result<u64> {
    let (mut ids, mut signatures, mut unread): (Vec<Box<RawValue>>, Vec<Signature>, u64) = (Vec::new(), Vec::new(), 0);
    let mut input = BufReader::new(input);
    while let Some(line) = read_line(&mut input)? {
        match serde_json::from_slice::<Signed<'_>>(&line) {
            Ok(Signed { id: Some(id), signature }) => {
                ids.extend(signature.map(|_| id.to_owned()));
                signatures.extend(signature);
            }
            _ => unread += 1,
        }
    }
    for group in alike::groups(&signatures) {
        let group = group.iter().filter_map(|place| ids.get(*place as usize)).map(|id| &**id).collect();
        serde_json::to_writer(&mut *output, &Group { group })?;
        output.write_all(b"\n")?;
    }
    output.flush()?;
    Ok(unread)
}
