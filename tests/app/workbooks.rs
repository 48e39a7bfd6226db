//! Workbooks of Excel and LibreOffice: typed cells come in as what they are, and what cannot be one is refused.

use crate::support;
use girofresco::app::import::File;
use girofresco::app::{App, Settings};
use girofresco::clock::{Chance, Clock, Machine};
use girofresco::domain::time::Zone;
use girofresco::import::{self, Failure, Source};
use girofresco::store::Store;
use girofresco::words::{Lang, Words};
use jiff::civil::{date, time};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

fn app(store: &Store) -> App {
    let morning = Zone::named("Europe/Rome").unwrap().instant(date(2026, 11, 26), time(6, 0, 0, 0));
    App::new(store.clone(), Machine { clock: Clock::still(morning), chance: Chance::seeded(5) }, Settings::default())
}

fn archive(entries: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A cell: text, a number, a day (as Excel counts them), or a time of day.
enum Cell {
    T(&'static str),
    N(f64),
    Day(f64),
    Clock(f64),
    Nothing,
}
use Cell::{Clock as C, Day as D, N, Nothing as O, T};

/// The 27th of November 2026.
const FRIDAY: f64 = 46_353.0;

type Sheet = (&'static str, Vec<Vec<Cell>>);

fn xlsx(sheets: &[Sheet]) -> Vec<u8> {
    const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const RELS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let (mut book, mut rels) = (String::new(), String::new());
    let mut entries = Vec::new();
    for (number, (name, rows)) in (1..).zip(sheets) {
        book += &format!("<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
        rels += &format!(
            "<Relationship Id=\"rId{number}\" Type=\"{RELS}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
        );
        let mut data = String::new();
        for (line, row) in (1..).zip(rows) {
            data += &format!("<row r=\"{line}\">");
            for (letter, cell) in ('A'..='Z').zip(row) {
                let at = format!("{letter}{line}");
                data += &match cell {
                    T(text) => format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
                    N(number) => format!("<c r=\"{at}\"><v>{number}</v></c>"),
                    D(number) => format!("<c r=\"{at}\" s=\"1\"><v>{number}</v></c>"),
                    C(number) => format!("<c r=\"{at}\" s=\"2\"><v>{number}</v></c>"),
                    O => String::new(),
                };
            }
            data += "</row>";
        }
        let sheet = format!("{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetData>{data}</sheetData></worksheet>");
        entries.push((format!("xl/worksheets/sheet{number}.xml"), sheet));
    }
    let styles = format!(
        "{HEAD}<styleSheet xmlns=\"{MAIN}\"><cellXfs count=\"3\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"20\"/></cellXfs></styleSheet>"
    );
    rels += &format!("<Relationship Id=\"rIdS\" Type=\"{RELS}/styles\" Target=\"styles.xml\"/>");
    let package = "http://schemas.openxmlformats.org/package/2006";
    entries.extend([
        ("xl/styles.xml".to_owned(), styles),
        (
            "xl/workbook.xml".to_owned(),
            format!("{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{RELS}\"><sheets>{book}</sheets></workbook>"),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_owned(),
            format!("{HEAD}<Relationships xmlns=\"{package}/relationships\">{rels}</Relationships>"),
        ),
        (
            "_rels/.rels".to_owned(),
            format!(
                "{HEAD}<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"rId1\" \
                 Type=\"{RELS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        ("[Content_Types].xml".to_owned(), format!("{HEAD}<Types xmlns=\"{package}/content-types\"/>")),
    ]);
    let entries: Vec<(&str, Vec<u8>)> =
        entries.iter().map(|(name, text)| (name.as_str(), text.clone().into_bytes())).collect();
    archive(&entries)
}

fn ods(sheets: &[Sheet], manifest: &str) -> Vec<u8> {
    let mut tables = String::new();
    for (name, rows) in sheets {
        tables += &format!("<table:table table:name=\"{name}\">");
        for row in rows {
            tables += "<table:table-row>";
            for cell in row {
                tables += &match cell {
                    T(text) => format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"),
                    N(number) => format!("<table:table-cell office:value-type=\"float\" office:value=\"{number}\"><text:p>{number}</text:p></table:table-cell>"),
                    D(_) => "<table:table-cell office:value-type=\"date\" office:date-value=\"2026-11-27\"><text:p>27/11/26</text:p></table:table-cell>".to_owned(),
                    C(day) => {
                        let minutes = (day * 1440.0).round();
                        let (hours, minutes) = ((minutes / 60.0).floor(), minutes % 60.0);
                        format!("<table:table-cell office:value-type=\"time\" office:time-value=\"PT{hours:02}H{minutes:02}M00S\"><text:p>x</text:p></table:table-cell>")
                    }
                    O => "<table:table-cell/>".to_owned(),
                };
            }
            tables += "<table:table-cell table:number-columns-repeated=\"16370\"/></table:table-row>";
        }
        tables += "<table:table-row table:number-rows-repeated=\"1048000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row></table:table>";
    }
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet>{tables}\
         </office:spreadsheet></office:body></office:document-content>"
    );
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("content.xml", content.into_bytes()),
        ("META-INF/manifest.xml", manifest.as_bytes().to_vec()),
    ])
}

const MANIFEST: &str = "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>";

fn network() -> Vec<Sheet> {
    vec![
        (
            "Luoghi",
            vec![
                vec![T("Elenco dei luoghi")],
                vec![],
                vec![T("Codice"), T("Tipo"), T("Nome"), T("Comune"), T("Orari"), T("Telefono"), T("Persone")],
                vec![
                    T("A"),
                    T("negozio"),
                    T("Caffè Airone"),
                    T("Codogno"),
                    T("mon-sat 08:00-10:00"),
                    N(393_330_000_003.0),
                ],
                vec![T("B"), T("emporio"), T("Emporio"), T("Maleo"), T("mon-sat 08:00-17:00"), O, N(1_200.0)],
                vec![T("H"), T("magazzino"), T("Deposito"), T("Lodi"), T("mon-sun 00:00-24:00")],
            ],
        ),
        (
            "Mezzi",
            vec![
                vec![T("Codice"), T("Nome"), T("Sede"), T("Casse"), T("Portata kg")],
                vec![T("V"), T("Furgone"), T("H"), N(60.0), N(812.125)],
            ],
        ),
        ("Persone", vec![vec![T("Nome"), T("Ruoli")], vec![T("Piero B."), T("autista")]]),
        (
            "Turni",
            vec![
                vec![T("Data"), T("Autista"), T("Mezzo"), T("Dalle"), T("Alle")],
                vec![D(FRIDAY), T("Piero B."), T("V"), C(8.5 / 24.0), C(12.5 / 24.0)],
            ],
        ),
        ("Appunti", vec![vec![T("telefonare ad Ada")]]),
    ]
}

#[tokio::test]
async fn a_workbook_comes_in_as_it_is_from_excel_and_libre_office() {
    for (name, bytes) in
        [("rete.xlsx", xlsx(&network())), ("rete.ods", ods(&network(), MANIFEST)), ("rete.csv", xlsx(&network()))]
    {
        let fresh = support::sqlite().await;
        let app = app(&fresh.store);
        let mut source = Source::default();
        source.add(name, bytes);
        let report = match import::run(&app, &source, None).await {
            Ok(report) => report,
            Err(Failure::Problems(problems)) => panic!("{name}: {}", problems.said(Words::of(Lang::En))),
            Err(other) => panic!("{name}: {other}"),
        };
        let known = app.known(report.area.unwrap()).await.unwrap();
        let site = |code: &str| known.sites.iter().find(|site| site.code == code).unwrap();
        assert_eq!((site("A").name.as_str(), site("A").phone.as_str()), ("Caffè Airone", "393330000003"), "{name}");
        assert_eq!(site("B").persons, 1200, "{name}");
        assert_eq!(known.vehicles[0].grams.0, 812_125, "{name}: a number that is one is in no doubt");
        let mut reader = fresh.store.reader(report.area.unwrap()).await.unwrap();
        let friday = date(2026, 11, 27);
        let shifts = reader.db().shifts(friday, friday).await.unwrap();
        let rome = Zone::named("Europe/Rome").unwrap();
        assert_eq!(
            (shifts[0].from, shifts[0].until),
            (rome.instant(friday, time(8, 30, 0, 0)), rome.instant(friday, time(12, 30, 0, 0))),
            "{name}"
        );
        assert_eq!(source.unread(), [format!("{name} (Appunti)")]);
        assert_eq!(source.name(File::Shifts), format!("{name} (Turni)"));
    }
}

#[tokio::test]
async fn mistakes_in_a_workbook_name_the_sheet_the_line_and_the_column() {
    let fresh = support::sqlite().await;
    let app = app(&fresh.store);
    let mut sheets = network();
    sheets[1].1.push(vec![T("W"), T("Panda"), T("H"), T("1.200"), T("#N/A")]);
    sheets[3].1.push(vec![D(FRIDAY), T("Piero B."), T("V"), C(9.0 / 24.0), C(10.0 / 24.0)]);
    let mut source = Source::default();
    source.add("rete.xlsx", xlsx(&sheets));
    let Err(Failure::Problems(problems)) = import::run(&app, &source, None).await else { panic!("mistakes") };
    assert_eq!(
        problems.said(Words::of(Lang::It)),
        "rete.xlsx (Mezzi), riga 3, colonna Portata kg: \"#N/A\" è l'errore di una formula: correggilo nel foglio\n\
         rete.xlsx (Turni), riga 3, colonna Autista: \"piero-b\" ha già un turno in quelle ore il 27/11/2026, alla riga 2\n\
         rete.xlsx (Turni), riga 3, colonna Mezzo: \"V\" ha già un turno in quelle ore il 27/11/2026, alla riga 2"
    );
}

#[tokio::test]
async fn what_is_no_workbook_is_refused_in_plain_words() {
    let fresh = support::sqlite().await;
    let app = app(&fresh.store);
    let ole = |name: &str| {
        let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
        bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let bomb =
        archive(&[("xl/workbook.xml", vec![b' '; 10]), ("xl/worksheets/sheet1.xml", vec![b' '; 60 * 1024 * 1024])]);
    assert!(bomb.len() < 1024 * 1024, "small outside");
    let unfolding = "<table:table table:name=\"Luoghi\"><table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell \
        table:number-columns-repeated=\"16000\" office:value-type=\"string\"><text:p>x</text:p></table:table-cell></table:table-row></table:table>";
    let unfolding = archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".to_vec()),
        ("content.xml", unfolding.into()),
    ]);
    let mut cut = xlsx(&network());
    cut.truncate(cut.len() / 2);
    for (name, bytes, said) in [
        ("rete.xlsx", ole("EncryptedPackage"), "rete.xlsx è protetto da una password: salvalo senza"),
        ("rete.xlsx", ole("Workbook"), "rete.xlsx è nel vecchio formato .xls: salvalo come .xlsx"),
        (
            "rete.ods",
            ods(&network(), "<manifest:encryption-data/>"),
            "rete.ods è protetto da una password: salvalo senza",
        ),
        ("rete.xlsx", bomb, "rete.xlsx contiene troppo per fogli come questi. Non l'ho letto."),
        ("rete.ods", unfolding, "rete.ods contiene troppo per fogli come questi. Non l'ho letto."),
        ("luoghi.xlsx", cut, "luoghi.xlsx non è un foglio di calcolo che so leggere: salvalo come .xlsx, .ods o CSV"),
        (
            "rete.xlsx",
            archive(&[("foto.jpg", vec![1, 2, 3])]),
            "rete.xlsx non è un foglio di calcolo che so leggere: salvalo come .xlsx, .ods o CSV",
        ),
        (
            "luoghi.xlsx",
            b"\x89PNG\r\n\x1a\n\0\0".to_vec(),
            "luoghi.xlsx non è un testo: salvalo come \"CSV UTF-8\", .xlsx o .ods",
        ),
        (
            "rete.xlsx",
            xlsx(&[("Foglio1", vec![vec![T("ciao")]])]),
            "rete.xlsx non ha fogli che so leggere (Foglio1). Chiamali luoghi, mezzi, persone, turni, lotti.",
        ),
        ("elenco.csv", b"a;b".to_vec(), "elenco.csv non so che cos'è: chiamalo luoghi, mezzi, persone, turni o lotti"),
    ] {
        let mut source = Source::default();
        source.add(name, bytes);
        let Err(Failure::Problems(problems)) = import::run(&app, &source, None).await else { panic!("{name}: {said}") };
        assert_eq!(problems.said(Words::of(Lang::It)), said, "{name}");
    }
    let mut twice = Source::default();
    twice.add("rete.xlsx", xlsx(&network()));
    twice.add("turni.csv", b"data\n".to_vec());
    let Err(Failure::Problems(problems)) = import::run(&app, &twice, None).await else { panic!("twice") };
    assert_eq!(problems.said(Words::of(Lang::En)), "turni.csv is there twice; the same stands in rete.xlsx (Turni)");
    let mut alone = Source::default();
    alone.add("luoghi.xlsx", xlsx(&[("Foglio1", network().remove(0).1)]));
    assert_eq!(import::run(&app, &alone, None).await.unwrap().files[&File::Sites].added, 3, "one sheet of any name");
}

#[tokio::test]
async fn a_folder_may_hold_sheets_and_tables_side_by_side() {
    let fresh = support::sqlite().await;
    let app = app(&fresh.store);
    let folder = tempfile::tempdir().unwrap();
    let mut sheets = network();
    let people = sheets.remove(2);
    std::fs::write(folder.path().join("rete 2026.XLSX"), xlsx(&sheets)).unwrap();
    std::fs::write(folder.path().join("Persone.ods"), ods(&[people], MANIFEST)).unwrap();
    std::fs::write(folder.path().join("~$rete 2026.xlsx"), b"lock").unwrap();
    std::fs::write(folder.path().join("leggimi.txt"), b"niente").unwrap();
    let source = Source::read(folder.path()).unwrap();
    let report = import::run(&app, &source, None).await.unwrap();
    assert_eq!((report.files[&File::People].added, report.files[&File::Shifts].added), (1, 1));
}
