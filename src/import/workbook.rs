//! Workbooks of Excel and LibreOffice: their sheets as rows of the text that a person would have typed. Nothing of a
//! file is unpacked before it is known how much it is.

use super::problem::What;
use super::rows::Row;
use calamine::{Data, ExcelDateTime, Ods, Reader, Xlsx};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// The most that the sheets and texts of a workbook may be unpacked: some hundred thousand rows.
const MOST_UNPACKED: u64 = 48 * 1024 * 1024;
const MOST_CELLS: u64 = 1_000_000;
/// Cells that are read and empty, too: sheets of LibreOffice have hundreds behind each row.
const MOST_READ: u64 = 3_000_000;
/// No file of ours has nearly as many columns.
const MOST_COLUMNS: u32 = 256;

/// A sheet with its name.
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) rows: Vec<Row>,
}

/// Whether bytes are those of a workbook, whatever the file is called.
pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(OLD)
}

/// What files of Office began with before 2007, and what encrypted ones still begin with.
const OLD: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// The sheets of a workbook that have anything in them.
pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>, What> {
    if bytes.starts_with(OLD) {
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let is_locked = bytes.windows(name.len()).any(|window| window == name);
        return Err(if is_locked { What::Locked } else { What::OldWorkbook });
    }
    let sheets = match inspect(bytes)? {
        Kind::Xlsx => of_excel(bytes)?,
        Kind::Ods => of_libre_office(bytes)?,
    };
    Ok(sheets.into_iter().filter(|sheet| !sheet.rows.is_empty()).collect())
}

#[derive(Clone, Copy)]
enum Kind {
    Xlsx,
    Ods,
}

/// Unpacks what will be read, without keeping it, and stops where it is too much.
fn inspect(bytes: &[u8]) -> Result<Kind, What> {
    let broken = |_| What::NotASpreadsheet;
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let kind = if archive.index_for_name("xl/workbook.xml").is_some() {
        Kind::Xlsx
    } else if archive.index_for_name("content.xml").is_some() && archive.index_for_name("mimetype").is_some() {
        Kind::Ods
    } else {
        return Err(What::NotASpreadsheet);
    };
    let mut left = MOST_UNPACKED;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(broken)?;
        let name = entry.name().map_err(broken)?.to_ascii_lowercase();
        if !(name.ends_with(".xml") || name.ends_with(".rels") || name == "mimetype") {
            continue;
        }
        let mut content = Vec::new();
        let mut limited = entry.take(left + 1);
        let unpacked = if name == "content.xml" || name == "meta-inf/manifest.xml" {
            limited.read_to_end(&mut content).map(|size| size as u64)
        } else {
            std::io::copy(&mut limited, &mut std::io::sink())
        };
        let unpacked = unpacked.map_err(|_| What::NotASpreadsheet)?;
        left = left.checked_sub(unpacked).ok_or(What::TooMuchInside)?;
        let content = String::from_utf8_lossy(&content);
        if name == "meta-inf/manifest.xml" && content.contains("encryption-data") {
            return Err(What::Locked);
        }
        if name == "content.xml" {
            cells_within_bounds(&content)?;
        }
    }
    Ok(kind)
}

/// How many cells the sheets of LibreOffice unfold to: a cell can stand for many, and a row too.
#[derive(Default)]
struct Unfolded {
    cells: u64,
    /// Of this sheet: empty rows that a filled one would make count, and its widest row so far.
    empty_rows: u64,
    widest: u64,
    /// Of this row: how many it stands for, its cells up to the last that is filled, and the empty ones behind.
    repeats: u64,
    width: u64,
    gap: u64,
    /// How many the cell stands for whose text comes next, and those of the empty one before.
    cell: u64,
    empty: u64,
    /// Cells that reading makes, and bytes of text in all of them.
    read: u64,
    bytes: u64,
}

impl Unfolded {
    fn end_row(&mut self) -> Result<(), What> {
        if self.width > 0 {
            self.widest = self.widest.max(self.width);
            let rows = self.empty_rows.saturating_add(self.repeats);
            self.cells = self.cells.saturating_add(rows.saturating_mul(self.widest));
            self.empty_rows = 0;
        } else {
            self.empty_rows = self.empty_rows.saturating_add(self.repeats);
        }
        (self.repeats, self.width, self.gap) = (0, 0, 0);
        (self.cell, self.empty) = (0, 0);
        self.within_bounds()
    }

    fn within_bounds(&self) -> Result<(), What> {
        let too_much = self.cells > MOST_CELLS || self.read > MOST_READ || self.bytes > MOST_UNPACKED;
        if too_much { Err(What::TooMuchInside) } else { Ok(()) }
    }

    fn add_cell(&mut self, repeats: u64, is_filled: bool) {
        self.read = self.read.saturating_add(self.empty);
        if is_filled {
            self.read = self.read.saturating_add(repeats);
            self.width = self.width.saturating_add(self.gap).saturating_add(repeats);
            (self.gap, self.cell, self.empty) = (0, repeats, 0);
        } else {
            self.gap = self.gap.saturating_add(repeats);
            (self.cell, self.empty) = (0, repeats);
        }
    }

    fn add_text(&mut self, text: &str) {
        let times = self.cell.saturating_mul(self.repeats.max(1));
        self.bytes = self.bytes.saturating_add(times.saturating_mul(text.len() as u64));
    }

    fn end_sheet(&mut self) -> Result<(), What> {
        self.end_row()?;
        *self = Self { cells: self.cells, read: self.read, bytes: self.bytes, ..Self::default() };
        Ok(())
    }
}

/// Refuses sheets that would unfold to more than fits.
fn cells_within_bounds(content: &str) -> Result<(), What> {
    let mut unfolded = Unfolded::default();
    for tag in content.split('<').skip(1) {
        let (tag, text) = tag.split_once('>').unwrap_or((tag, ""));
        let name = tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        match name {
            "table:table" => unfolded.end_sheet()?,
            "table:table-row" => {
                unfolded.end_row()?;
                unfolded.repeats = repeats(tag, "table:number-rows-repeated")?;
            }
            "table:table-cell" | "table:covered-table-cell" => {
                let repeats = repeats(tag, "table:number-columns-repeated")?;
                unfolded.add_cell(repeats, tag.contains("value") || tag.contains("formula"));
                unfolded.add_text(tag);
            }
            _ => {}
        }
        unfolded.add_text(text);
    }
    unfolded.end_sheet()
}

fn repeats(tag: &str, attribute: &str) -> Result<u64, What> {
    let Some((_, rest)) = tag.split_once(attribute) else { return Ok(1) };
    let value = rest.trim_start().strip_prefix('=').map(str::trim_start).unwrap_or_default();
    let value = value.get(1..).and_then(|value| value.split(['"', '\'']).next()).unwrap_or_default();
    value.parse().map_err(|_| What::NotASpreadsheet)
}

fn of_excel(bytes: &[u8]) -> Result<Vec<Sheet>, What> {
    let broken = |_| What::NotASpreadsheet;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    // A text that many cells share is one in the file, and one each once it is read.
    let (mut count, mut letters) = (0, 0);
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        // A chart is no sheet of cells.
        let Ok(mut reader) = book.worksheet_cells_reader(&name) else { continue };
        let mut rows: BTreeMap<u32, Vec<(u32, String)>> = BTreeMap::new();
        while let Some(cell) = reader.next_cell().map_err(broken)? {
            let (row, column) = cell.get_position();
            let text = typed(&Data::from(cell.get_value().clone()));
            if text.is_empty() {
                continue;
            }
            (count, letters) = (count + 1, letters + text.len() as u64);
            if count > MOST_CELLS || letters > MOST_UNPACKED || column >= MOST_COLUMNS {
                return Err(What::TooMuchInside);
            }
            rows.entry(row).or_default().push((column, text));
        }
        sheets.push(sheet(name, rows));
    }
    Ok(sheets)
}

fn of_libre_office(bytes: &[u8]) -> Result<Vec<Sheet>, What> {
    let broken = |_| What::NotASpreadsheet;
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(broken)?;
    let mut sheets = Vec::new();
    for (name, range) in book.worksheets() {
        let (first_row, first_column) = range.start().unwrap_or_default();
        let mut rows: BTreeMap<u32, Vec<(u32, String)>> = BTreeMap::new();
        for (row, column, value) in range.used_cells() {
            let position = |first: u32, further: usize| u32::try_from(further).ok().and_then(|n| first.checked_add(n));
            let (Some(row), Some(column)) = (position(first_row, row), position(first_column, column)) else {
                continue;
            };
            let text = typed(value);
            if text.is_empty() {
                continue;
            }
            if column >= MOST_COLUMNS {
                return Err(What::TooMuchInside);
            }
            rows.entry(row).or_default().push((column, text));
        }
        sheets.push(sheet(name, rows));
    }
    Ok(sheets)
}

fn sheet(name: String, rows: BTreeMap<u32, Vec<(u32, String)>>) -> Sheet {
    let rows = rows.into_iter().map(|(row, cells)| {
        let width = cells.iter().map(|(column, _)| *column as usize + 1).max().unwrap_or(0);
        let mut texts = vec![String::new(); width];
        for (column, text) in cells {
            texts[column as usize] = text;
        }
        Row::of(u64::from(row) + 1, texts)
    });
    Sheet { name, rows: rows.collect() }
}

/// What somebody would have typed for a value, so that it can mean one thing only.
fn typed(value: &Data) -> String {
    match value {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number_typed(*number),
        Data::String(text) => text.trim().to_owned(),
        Data::Bool(yes) => (if *yes { "yes" } else { "no" }).to_owned(),
        Data::DateTime(at) => moment(at),
        Data::DateTimeIso(text) => text.trim().to_owned(),
        Data::DurationIso(text) => duration(text).unwrap_or_else(|| text.clone()),
        Data::Error(error) => error.to_string(),
        Data::Empty => String::new(),
    }
}

/// Six places, and never three: a number that is a number is in no doubt.
fn number_typed(number: f64) -> String {
    let text = format!("{number:.6}");
    let short = text.trim_end_matches('0').trim_end_matches('.');
    match short.split_once('.') {
        Some((_, part)) if part.len() == 3 => format!("{short}0"),
        _ => short.to_owned(),
    }
}

/// A day, a time of day, or both, as Excel counts them: in days.
#[allow(clippy::cast_possible_truncation, reason = "seconds of a day, or of a duration of some days")]
fn moment(at: &ExcelDateTime) -> String {
    const DAY: i64 = 24 * 3600;
    let days = at.as_f64();
    if !(0.0..3_000_000.0).contains(&days) {
        return days.to_string();
    }
    let seconds = (days * DAY as f64).round() as i64;
    let clock = |seconds: i64| format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if seconds < DAY || at.is_duration() {
        return clock(seconds);
    }
    let (year, month, day, ..) = at.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if seconds % DAY == 0 { date } else { format!("{date} {}", clock(seconds % DAY)) }
}

/// `PT08H30M00S` as `08:30:00`.
fn duration(text: &str) -> Option<String> {
    let rest = text.strip_prefix("PT")?;
    let (hours, rest) = rest.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.strip_suffix('S')?.split(['.', ',']).next()?;
    let number = |text: &str| text.parse::<u32>().ok();
    Some(format!("{:02}:{:02}:{:02}", number(hours)?, number(minutes)?, number(seconds)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_typed_so_that_they_mean_one_thing() {
        for (number, text) in [(1200.0, "1200"), (1.25, "1.25"), (1.125, "1.1250"), (0.1 + 0.2, "0.3"), (-3.0, "-3")] {
            assert_eq!(number_typed(number), text);
        }
        assert_eq!(number_typed(393_330_000_003.0), "393330000003");
        assert_eq!(duration("PT08H30M00S").as_deref(), Some("08:30:00"));
        let at = |days: f64| moment(&ExcelDateTime::new(days, calamine::ExcelDateTimeType::DateTime, false));
        assert_eq!(at(46_353.0), "2026-11-27");
        assert_eq!(at(8.5 / 24.0), "08:30:00");
        assert_eq!(at(46_353.0 + 8.5 / 24.0), "2026-11-27 08:30:00");
    }

    #[test]
    fn a_sheet_that_unfolds_to_too_much_is_refused_before_it_is_read() {
        let row = |cell: &str| format!("<table:table><table:table-row>{cell}</table:table-row></table:table>");
        let full = "<table:table-cell table:number-columns-repeated=\"9999999\" office:value-type=\"string\"/>";
        assert_eq!(cells_within_bounds(&row(full)), Err(What::TooMuchInside));
        let hidden = "<table:table-cell table:number-columns-repeated=\"&#57;\" office:value-type=\"string\"/>";
        assert_eq!(cells_within_bounds(&row(hidden)), Err(What::NotASpreadsheet));
        let shared = format!(
            "<table:table-cell table:number-columns-repeated=\"9999\" office:value-type=\"string\"><text:p>{}</text:p>",
            "x".repeat(9999)
        );
        assert_eq!(cells_within_bounds(&row(&shared)), Err(What::TooMuchInside));
        let empty = "<table:table-cell table:number-columns-repeated=\"16384\"/><table:table-cell/></table:table-row><table:table-row>";
        assert_eq!(cells_within_bounds(&row(&empty.repeat(400))), Err(What::TooMuchInside));
        let usual = "<table:table-cell office:value-type=\"string\"/><table:table-cell table:number-columns-repeated=\"16380\"/>\
            </table:table-row><table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell/>";
        assert_eq!(cells_within_bounds(&row(usual)), Ok(()));
    }
}
