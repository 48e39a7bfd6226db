//! A link as a picture for another phone's camera.

use maud::{Markup, PreEscaped, Render, html};
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode as Code};

/// A QR code; a text too long for one shows nothing, so print the text beside it.
///
/// `html! { (QrCode { text: &link, label: &t!(w, "x") }) }`
#[derive(Clone, Copy, Debug)]
pub struct QrCode<'a> {
    pub text: &'a str,
    /// What it is for, for screen readers.
    pub label: &'a str,
}

impl Render for QrCode<'_> {
    fn render(&self) -> Markup {
        let Ok(code) = Code::with_error_correction_level(self.text, EcLevel::M) else {
            return html! {};
        };
        // The drawing holds squares only: nothing of the text is written into it.
        let drawing = code
            .render::<svg::Color>()
            .quiet_zone(false)
            .dark_color(svg::Color("#18261f"))
            .light_color(svg::Color("#ffffff"))
            .build();
        let drawing = drawing.split_once("?>").map_or("", |(_, svg)| svg);
        html! { div.qr role="img" aria-label=(self.label) { (PreEscaped(drawing)) } }
    }
}
