//! The file of a language model: a header that names the format, a check sum, the tables. The bundled model is part of the
//! program; a user's own is read from a file. A damaged or foreign file is refused.

use std::fmt;

use super::ngrams::Ngrams;

/// How a file begins; the last character is the version of the format.
const MAGIC: &[u8; 8] = b"shenjLM1";
/// Bytes of the header: the magic, the check sum of all that follows it, the numbers of tables of characters and words.
const HEADER: usize = 16;

/// Models of characters and of words.
#[derive(Clone, Debug)]
pub struct Model<'d> {
    pub characters: Ngrams<'d>,
    pub words: Ngrams<'d>,
}

/// Why bytes are no model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelError {
    Foreign,
    OtherVersion,
    Damaged,
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Foreign => "不是语言模型文件；请用 shenjiao model train 生成",
            Self::OtherVersion => "是另一个版本的审校生成的语言模型；请用现在的版本重新运行 shenjiao model train",
            Self::Damaged => "语言模型文件已损坏；请重新复制一份，或者重新运行 shenjiao model train",
        })
    }
}

impl<'d> Model<'d> {
    /// The model in these bytes, its check sum tested.
    ///
    /// # Errors
    /// Where they are no model, one of another version, or damaged.
    pub fn read(bytes: &'d [u8]) -> Result<Self, ModelError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or_else(|| {
            if bytes.starts_with(&MAGIC[..7]) { ModelError::OtherVersion } else { ModelError::Foreign }
        })?;
        let (sum, rest) = rest.split_at_checked(4).ok_or(ModelError::Damaged)?;
        if sum != crc32fast::hash(rest).to_le_bytes() {
            return Err(ModelError::Damaged);
        }
        Self::trusted(bytes)
    }

    /// The same without testing the check sum, for bytes that were tested before.
    ///
    /// # Errors
    /// Where lengths do not fit.
    pub fn trusted(bytes: &'d [u8]) -> Result<Self, ModelError> {
        let (header, mut rest) = bytes.split_at_checked(HEADER).ok_or(ModelError::Damaged)?;
        let mut tables = |count: u8| -> Result<Ngrams<'d>, ModelError> {
            let mut tables = Vec::new();
            for _ in 0..count {
                let (length, after) = rest.split_at_checked(8).ok_or(ModelError::Damaged)?;
                let length = u64::from_le_bytes(length.try_into().map_err(|_| ModelError::Damaged)?);
                let length = usize::try_from(length).map_err(|_| ModelError::Damaged)?;
                let (table, after) = after.split_at_checked(length).ok_or(ModelError::Damaged)?;
                tables.push(table);
                rest = after;
            }
            Ngrams::new(&tables).map_err(|_| ModelError::Damaged)
        };
        Ok(Self { characters: tables(header[12])?, words: tables(header[13])? })
    }
}

/// The check sum of the bytes of a model file.
pub fn sum(bytes: &[u8]) -> u32 {
    crc32fast::hash(bytes)
}

/// The bytes of a model file of these tables, the shortest n-grams first.
pub fn pack(characters: &[Vec<u8>], words: &[Vec<u8>]) -> Vec<u8> {
    let mut body = vec![characters.len() as u8, words.len() as u8, 0, 0];
    for table in characters.iter().chain(words) {
        body.extend((table.len() as u64).to_le_bytes());
        body.extend(table);
    }
    [MAGIC.as_slice(), &crc32fast::hash(&body).to_le_bytes(), &body].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_foreign_old_and_damaged_files() {
        let table = super::super::table::build(Vec::new(), true);
        let mut bytes = pack(std::slice::from_ref(&table), std::slice::from_ref(&table));
        assert!(Model::read(&bytes).is_ok());
        assert_eq!(Model::read(b"PK\x03\x04").unwrap_err(), ModelError::Foreign);
        assert_eq!(Model::read(b"shenjLM0....").unwrap_err(), ModelError::OtherVersion);
        for length in 8..bytes.len() {
            assert_eq!(Model::read(&bytes[..length]).unwrap_err(), ModelError::Damaged);
        }
        let last = bytes.len() - 1;
        bytes[last] ^= 1;
        assert_eq!(Model::read(&bytes).unwrap_err(), ModelError::Damaged);
    }
}
