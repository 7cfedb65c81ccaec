//! What inline styles and attributes say of the visibility of text: enough of CSS to find what a page hides from its
//! readers. Style sheets are not read.

use super::element::Element;
use super::tokens::{Key, Tag, Tokens};

/// Positions this far to the left or above are off the screen, in pixels.
const OFF_SCREEN: f32 = -500.0;
/// Positions this far to the right or below are, too.
const FAR_OFF: f32 = 5000.0;
/// Letters of this size, in pixels, are a dot.
const DOT: f32 = 1.0;
/// Less opaque than this is not seen.
const FAINT: f32 = 0.05;
/// Colours whose parts differ by less are the same to the eye.
const SHADE: u32 = 6;

/// A colour as 0xRRGGBBAA.
type Color = u32;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Background {
    Unstated,
    Color(Color),
    /// A picture or a gradient.
    Picture,
}

/// What an element hands down to those inside it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paint {
    /// No element inside can become visible again.
    hidden: bool,
    /// Font size zero, which an element inside may undo.
    tiny: bool,
    color: Option<Color>,
    background: Background,
    /// A style sheet may state the background: the element, or one around it, has a class or an id.
    sheeted: bool,
}

/// What lies below everything where nothing is stated.
const PAPER: Color = 0xffff_ffff;

impl Paint {
    /// Nothing stated.
    pub const VISIBLE: Self =
        Self { hidden: false, tiny: false, color: None, background: Background::Unstated, sheeted: false };

    /// Whether text painted so cannot be seen.
    pub fn is_hidden(self) -> bool {
        let invisible = match (self.color, self.background) {
            (Some(color), _) if color & 0xff == 0 => true,
            (Some(color), Background::Color(background)) => is_near(color, background),
            (Some(color), Background::Unstated) => !self.sheeted && is_near(color, PAPER),
            _ => false,
        };
        self.hidden || self.tiny || invisible
    }

    /// The paint inside an element, and whether the element ends the block around it.
    pub fn within(mut self, tokens: &Tokens<'_>, tag: &Tag) -> (Self, bool) {
        let mut block = tag.element.is_block();
        self.hidden |= tag.element == Element::Noscript || tokens.attribute(tag, Key::Hidden).is_some();
        self.hidden |= tag.element == Element::Marquee && is_speck(tokens, tag);
        self.sheeted |= tokens.attribute(tag, Key::Class).or_else(|| tokens.attribute(tag, Key::Id)).is_some();
        if let Some(color) = tokens.raw(tag, Key::Color).and_then(color) {
            self.color = Some(color);
        }
        if let Some(color) = tokens.raw(tag, Key::Bgcolor).and_then(color) {
            self.background = Background::Color(color);
        }
        if let Some(style) = tokens.style(tag) {
            // WeChat shows its body by script.
            self.hidden |= style.hides(tokens.raw(tag, Key::Id) == Some("js_content"));
            block = style.block.unwrap_or(block);
            self.tiny = style.tiny.unwrap_or(self.tiny);
            self.background = style.background.unwrap_or(self.background);
            self.color = if style.clipped { None } else { style.color.or(self.color) };
        }
        (self, block)
    }
}

/// Whether an element is taken off the page, which is all that matters where text is only weighed.
pub fn is_gone(tokens: &Tokens<'_>, tag: &Tag) -> bool {
    tag.element == Element::Noscript
        || tokens.style(tag).is_some_and(|style| style.gone)
        || tokens.attribute(tag, Key::Hidden).is_some()
}

/// Whether a frame is too small to be seen, by attribute or style.
pub fn is_speck(tokens: &Tokens<'_>, tag: &Tag) -> bool {
    let attribute = |name| tokens.raw(tag, name).and_then(pixels).is_some_and(|size| size <= 1.0);
    attribute(Key::Width) || attribute(Key::Height) || tokens.style(tag).is_some_and(|style| style.flat)
}

/// The declarations of one `style` attribute.
#[derive(Debug, Clone, Default)]
pub struct Style {
    gone: bool,
    /// By `visibility` or `opacity`, which scripts switch.
    faded: bool,
    off_screen: bool,
    positioned: bool,
    flat: bool,
    cut: bool,
    tiny: Option<bool>,
    color: Option<Color>,
    background: Option<Background>,
    /// The background shows through the letters.
    clipped: bool,
    block: Option<bool>,
}

impl Style {
    pub fn read(source: &str) -> Self {
        let mut style = Self::default();
        for declaration in source.split(';') {
            if let Some((property, value)) = declaration.split_once(':') {
                let value = value.trim();
                let value = value.strip_suffix("!important").map_or(value, str::trim_end);
                style.declare(property.trim(), value);
            }
        }
        style
    }

    fn hides(&self, shown_later: bool) -> bool {
        self.gone || (self.faded && !shown_later) || (self.off_screen && self.positioned) || (self.flat && self.cut)
    }

    fn declare(&mut self, property: &str, value: &str) {
        let is = |word: &str| value.eq_ignore_ascii_case(word);
        let size = || pixels(value);
        // Properties are mostly lower-case already; the few others are worth a copy.
        let lower;
        let property = if property.bytes().any(|byte| byte.is_ascii_uppercase()) {
            lower = property.to_ascii_lowercase();
            lower.as_str()
        } else {
            property
        };
        match property {
            "display" if is("none") => self.gone = true,
            "display" => self.block = Some(!is("inline") && !is("contents")),
            "visibility" => self.faded |= is("hidden") || is("collapse"),
            "opacity" => self.faded |= !value.contains('%') && size().is_some_and(|size| size < FAINT),
            "filter" | "-ms-filter" => self.faded |= value.contains("opacity=0") && !value.contains("opacity=0."),
            "transform" | "-webkit-transform" => self.gone |= value.contains("scale(0)") || value.contains("scale(0,"),
            "clip" => self.gone |= is("rect(0,0,0,0)") || is("rect(0 0 0 0)") || is("rect(0, 0, 0, 0)") || is("rect(0px, 0px, 0px, 0px)"),
            // A share of zero is zero, so that only a zero says something.
            "font-size" if is_relative(value) && size() != Some(0.0) => {}
            "font-size" => self.tiny = Some(size().is_some_and(|size| size <= if is_dot_unit(value) { DOT } else { 0.0 })),
            "left" | "top" => self.off_screen |= size().is_some_and(|size| size <= OFF_SCREEN || size >= FAR_OFF),
            "right" | "bottom" => self.off_screen |= size().is_some_and(|size| size <= OFF_SCREEN),
            "text-indent" | "margin-left" | "margin-top" if size().is_some_and(|size| size <= OFF_SCREEN) => {
                (self.off_screen, self.positioned) = (true, true);
            }
            "position" => self.positioned |= is("absolute") || is("fixed") || is("relative"),
            "width" | "height" | "max-width" | "max-height" => self.flat |= size().is_some_and(|size| size <= 1.0),
            "overflow" | "overflow-x" | "overflow-y" => self.cut |= is("hidden"),
            "color" => self.color = color(value).or(self.color),
            "background-color" => self.background = color(value).map(background),
            "background-image" => self.background = (!is("none")).then_some(Background::Picture).or(self.background),
            "background" => {
                let stated = color(value).or_else(|| value.split(' ').find_map(color)).map(background);
                let picture = value.contains('(') && color(value).is_none();
                self.background = if picture { Some(Background::Picture) } else { stated.or(self.background) };
            }
            "background-clip" | "-webkit-background-clip" => self.clipped |= is("text"),
            _ => {}
        }
    }
}

/// A background that lets all through changes nothing.
fn background(color: Color) -> Background {
    if color & 0xff == 0 { Background::Unstated } else { Background::Color(color) }
}

/// Whether a length is in units of about a pixel.
fn is_dot_unit(size: &str) -> bool {
    size.ends_with("px") || size.ends_with("pt")
}

/// Whether two colours are the same to the eye.
fn is_near(one: Color, other: Color) -> bool {
    let part = |color: Color, shift: u32| color >> shift & 0xff;
    [24, 16, 8].into_iter().all(|shift| part(one, shift).abs_diff(part(other, shift)) < SHADE)
}

/// Whether a font size depends on that of the element around.
fn is_relative(size: &str) -> bool {
    size.ends_with('%') || size.ends_with("em") && !size.ends_with("rem")
}

/// The number of a length such as `0`, `-9999px`, `.5em`; the unit is not looked at.
fn pixels(value: &str) -> Option<f32> {
    let value = value.trim();
    let end = value.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-' | '+')).unwrap_or(value.len());
    value[..end].parse().ok()
}

/// Reads `#fff`, `#ffffff`, `#ffffffff`, `rgb(…)`, `rgba(…)` and a few names.
fn color(value: &str) -> Option<Color> {
    let value = value.trim();
    if let Some(digits) = value.strip_prefix('#') {
        let number = u32::from_str_radix(digits, 16).ok()?;
        let spread = |number: u32| (0..4).fold(0, |all, at| all | ((((number >> (4 * at)) & 0xf) * 0x11) << (8 * at)));
        return match digits.len() {
            3 => Some(spread(number << 4 | 0xf)),
            4 => Some(spread(number)),
            6 => Some(number << 8 | 0xff),
            8 => Some(number),
            _ => None,
        };
    }
    if let Some((function, arguments)) = value.split_once('(') {
        return function.trim().to_ascii_lowercase().starts_with("rgb").then(|| rgb(arguments)).flatten();
    }
    let names = [("white", 0xffff_ffff), ("black", 0x0000_00ff), ("red", 0xff00_00ff), ("transparent", 0)];
    names.into_iter().find(|(name, _)| value.eq_ignore_ascii_case(name)).map(|(_, color)| color)
}

/// `255, 255, 255[, 0.5])` or `255 255 255 / 50%)`.
fn rgb(arguments: &str) -> Option<Color> {
    let mut parts = arguments.trim_end_matches(')').split([',', ' ', '/']).map(str::trim).filter(|part| !part.is_empty());
    let mut channel = || pixels(parts.next()?).map(|part| part.clamp(0.0, 255.0) as u32);
    let (red, green, blue) = (channel()?, channel()?, channel()?);
    // Only whether anything is seen matters, so that a share of one or of a hundred is the same.
    let alpha = parts.next().and_then(pixels).map_or(0xff, |alpha| if alpha <= 0.0 { 0 } else { 0xff });
    Some(red << 24 | green << 16 | blue << 8 | alpha)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::html::tokens::Token;

    fn hidden(html: &str) -> bool {
        let tokens = Tokens::read(html, 0);
        let mut paint = Paint::VISIBLE;
        for token in &tokens.list {
            if let Token::Start(tag) = token {
                paint = paint.within(&tokens, tag).0;
            }
        }
        paint.is_hidden()
    }

    #[test]
    fn what_hides_and_what_does_not() {
        for html in [
            "<p style='display:none'>",
            "<p style='DISPLAY : None !important'>",
            "<p style='visibility:hidden'>",
            "<p style='opacity:0.0'>",
            "<p style='font-size:0px'>",
            "<p style='font-size:0'><b style='font-size:2em'>",
            "<p style='position:absolute;left:-9999px'>",
            "<p style='text-indent:-9999em'>",
            "<p style='height:0;overflow:hidden'>",
            "<p style='color:#FFF;background:white'>",
            "<td bgcolor='#ffffff'><font color='#fff'>",
            "<p style='background-color:rgb(255, 255, 255)'><b style='color:#ffffff'>",
            "<p style='color:transparent'>",
            "<p style='color:rgba(0,0,0,0)'>",
            "<p hidden>",
            "<noscript>",
            "<p style='color:#fff'>",
            "<div><font color='#fefefe'>",
            "<p style='background:#fff;color:#fdfdfd'>",
            "<p style='font-size:1px'>",
            "<p style='opacity:.01'>",
            "<p style='position:absolute;right:-9999px'>",
            "<p style='position:absolute;left:-600px'>",
            "<p style='transform:scale(0)'>",
            "<p style='filter:alpha(opacity=0)'>",
            "<marquee height=1 width=4>",
        ] {
            assert!(hidden(html), "{html}");
        }
        for html in [
            "<div id=js_content style='visibility: hidden; opacity: 0; '>",
            "<p style='font-size:0'><b style='font-size:16px'>",
            "<div class=banner><p style='color:#fff'>",
            "<p style='background:#036'><b style='color:#fff'>",
            "<p style='font-size:1em'>",
            "<p style='opacity:50%'>",
            "<marquee>",
            "<p style='background:#fff'><b style='background:red;color:#fff'>",
            "<p style='background:#fff url(a.png);color:#fff'>",
            "<p style='opacity:0.9;left:-5px'>",
            "<p style='height:0'>",
            "<p style='color:transparent;-webkit-background-clip:text'>",
            "<p aria-hidden=true>",
        ] {
            assert!(!hidden(html), "{html}");
        }
    }
}
