//! Element names that matter here and what each element does to the text around it.
//!
//! Unknown elements share the one name [`Element::Other`] and count as inline, as they do in browsers.

use html5gum::State;

/// What an element does to the text around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Ends the block before and behind it.
    Block,
    /// Leaves the text in one piece.
    Inline,
    /// Has no content.
    Void,
    /// Its content is no prose.
    Skipped,
}

macro_rules! elements {
    ($($kind:ident { $($variant:ident $name:literal)* })*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Element { $($($variant,)*)* Other }

        impl Element {
            /// How many there are; `element as usize` is below it.
            pub const COUNT: usize = Self::Other as usize + 1;

            /// From a lower-case name.
            pub fn from_name(name: &[u8]) -> Self {
                match name {
                    $($($name => Self::$variant,)*)*
                    _ => Self::Other,
                }
            }

            pub fn kind(self) -> Kind {
                match self {
                    $($(Self::$variant)|* => Kind::$kind,)*
                    Self::Other => Kind::Inline,
                }
            }
        }
    };
}

elements! {
    Block {
        Address b"address" Article b"article" Aside b"aside" Blockquote b"blockquote" Body b"body"
        Caption b"caption" Center b"center" Dd b"dd" Details b"details" Div b"div" Dl b"dl" Dt b"dt"
        Fieldset b"fieldset" Figcaption b"figcaption" Figure b"figure" Footer b"footer" Form b"form"
        H1 b"h1" H2 b"h2" H3 b"h3" H4 b"h4" H5 b"h5" H6 b"h6" Head b"head" Header b"header" Hgroup b"hgroup"
        Html b"html" Legend b"legend" Li b"li" Main b"main" Menu b"menu" Nav b"nav" Noscript b"noscript"
        Ol b"ol" P b"p" Pre b"pre" Section b"section" Summary b"summary" Table b"table" Tbody b"tbody"
        Td b"td" Tfoot b"tfoot" Th b"th" Thead b"thead" Tr b"tr" Ul b"ul"
    }
    Inline {
        A b"a" B b"b" Em b"em" Font b"font" I b"i" Marquee b"marquee" Ruby b"ruby" Span b"span" Strong b"strong" Sub b"sub" Sup b"sup"
        U b"u"
    }
    Void {
        Area b"area" Base b"base" Br b"br" Col b"col" Embed b"embed" Frame b"frame" Hr b"hr" Image b"image" Img b"img"
        Input b"input" Link b"link" Meta b"meta" Param b"param" Source b"source" Track b"track" Wbr b"wbr"
    }
    Skipped {
        Audio b"audio" Button b"button" Canvas b"canvas" Datalist b"datalist" Iframe b"iframe" Noembed b"noembed"
        Noframes b"noframes" Object b"object" Optgroup b"optgroup" Option b"option" Rp b"rp" Rt b"rt" Rtc b"rtc"
        Script b"script" Select b"select" Style b"style" Template b"template" Textarea b"textarea" Title b"title"
        Video b"video" Xmp b"xmp"
    }
}

impl Element {
    pub fn is_block(self) -> bool {
        self.kind() == Kind::Block
    }

    pub fn is_void(self) -> bool {
        self.kind() == Kind::Void
    }

    pub fn is_skipped(self) -> bool {
        self.kind() == Kind::Skipped
    }

    /// How the tokenizer reads the content of the element, where it is no markup. `noscript` is not among them: where
    /// there is no script its markup counts, and what is hidden in it is worth a look.
    pub fn content_state(self) -> Option<State> {
        match self {
            Self::Title | Self::Textarea => Some(State::RcData),
            Self::Script => Some(State::ScriptData),
            Self::Style | Self::Iframe | Self::Xmp | Self::Noembed | Self::Noframes => Some(State::RawText),
            _ => None,
        }
    }

    /// Cells, rows and row groups: what only a table holds.
    pub fn is_table_part(self) -> bool {
        matches!(self, Self::Td | Self::Th | Self::Tr | Self::Tbody | Self::Thead | Self::Tfoot | Self::Caption)
    }

    /// Elements out of which end tags do not reach.
    pub fn is_scope(self) -> bool {
        matches!(self, Self::Td | Self::Th | Self::Caption | Self::Table | Self::Template)
    }

    /// The open elements that a start tag of this one ends, and those beyond which it does not look for them.
    pub fn implied_ends(self) -> (&'static [Self], &'static [Self]) {
        match self {
            Self::Li => (&[Self::Li], &[Self::Ul, Self::Ol, Self::Menu]),
            Self::Dt | Self::Dd => (&[Self::Dt, Self::Dd], &[Self::Dl]),
            Self::Td | Self::Th => (&[Self::Td, Self::Th], &[Self::Table]),
            Self::Tr => (&[Self::Tr], &[Self::Table]),
            Self::Tbody | Self::Thead | Self::Tfoot => (&[Self::Tbody, Self::Thead, Self::Tfoot], &[Self::Table]),
            Self::Option | Self::Optgroup => (&[Self::Option], &[Self::Select]),
            Self::Rt | Self::Rp => (&[Self::Rt, Self::Rp], &[Self::Ruby]),
            _ => (&[], &[]),
        }
    }
}
