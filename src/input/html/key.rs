//! The attributes that mean something here; all others are passed over.

/// The name of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    Alt,
    Bgcolor,
    Class,
    Color,
    Colspan,
    Content,
    Height,
    Hidden,
    Href,
    Id,
    Name,
    Property,
    Src,
    Style,
    Title,
    Width,
}

impl Key {
    pub fn from_bytes(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"alt" => Self::Alt,
            b"bgcolor" => Self::Bgcolor,
            b"class" => Self::Class,
            b"color" => Self::Color,
            b"colspan" => Self::Colspan,
            b"content" => Self::Content,
            b"height" => Self::Height,
            b"hidden" => Self::Hidden,
            b"href" => Self::Href,
            b"id" => Self::Id,
            b"name" => Self::Name,
            b"property" => Self::Property,
            b"src" => Self::Src,
            b"style" => Self::Style,
            b"title" => Self::Title,
            b"width" => Self::Width,
            _ => return None,
        })
    }

    /// Its bit in a set of keys.
    pub fn bit(self) -> u16 {
        1 << self as u16
    }
}
