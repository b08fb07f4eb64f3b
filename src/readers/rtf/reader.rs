//! Follows the control words of a file and gives the text to where it belongs.

use std::collections::HashMap;

use super::super::blocks::{self, Block, settle_pages};
use super::super::{Buffer, Content, Note};
use super::charset::{self, Page};
use super::grid::{CellDef, RowDef};
use super::lexer::{Lexer, Token};
use super::sink::{Setting, Sink};
use super::state::{self, Dest, Ends, Font, Left, Par, State, Style};
use crate::diagnostic::Code;
use crate::options::MAX_DEPTH;

/// Bytes that are kept to guess a code page.
const MAX_SAMPLE: usize = 64 << 10;

/// What the reader made of a file.
pub struct Read {
    /// The document.
    pub content: Content,
    /// Letters above ASCII that stood side by side in a western code page.
    pub sample: Vec<u8>,
    /// The files of its pictures.
    pub pictures: Vec<Vec<u8>>,
}

/// Reads one file.
pub struct Reader {
    state: State,
    stack: Vec<State>,
    /// Groups open above [`MAX_DEPTH`], and that from which on they are skipped.
    deep: usize,
    deep_skip: Option<(usize, Dest)>,
    too_deep: bool,
    /// The code page of the document.
    ansi: Page,
    forced: bool,
    default_font: i32,
    fonts: HashMap<i32, Font>,
    font: i32,
    styles: HashMap<i32, Style>,
    style: i32,
    /// Bytes of `run_page` that are not decoded yet.
    run: Vec<u8>,
    run_page: Page,
    /// Bytes that are still to be left out behind a `\u`.
    skip: u32,
    /// First half of a surrogate pair.
    high: Option<u32>,
    /// Definitions of the open row: of the table in the body, of a nested one.
    rows: [RowDef; 2],
    cell: CellDef,
    new_section: bool,
    /// Number of pages that the file gives itself.
    pages: Option<usize>,
    sinks: Vec<Sink>,
    /// Footnotes that wait for the end of their section, and those that wait for the end of their table.
    footnotes: Vec<Block>,
    table_notes: Vec<Block>,
    left: Left,
    sample: Vec<u8>,
    pictures: Vec<Vec<u8>>,
    buffer: Buffer,
}

impl Reader {
    /// A reader; `forced` stands in for the code page of the document.
    pub fn new(forced: Option<Page>) -> Reader {
        let ansi = forced.unwrap_or(Page::Charset(encoding_rs::WINDOWS_1252));
        Reader {
            state: State::new(ansi),
            stack: Vec::new(),
            deep: 0,
            deep_skip: None,
            too_deep: false,
            ansi,
            forced: forced.is_some(),
            default_font: 0,
            fonts: HashMap::new(),
            font: 0,
            styles: HashMap::new(),
            style: 0,
            run: Vec::new(),
            run_page: ansi,
            skip: 0,
            high: None,
            rows: [RowDef::default(), RowDef::default()],
            cell: CellDef::default(),
            new_section: false,
            pages: None,
            sinks: vec![Sink::default()],
            footnotes: Vec::new(),
            table_notes: Vec::new(),
            left: Left::default(),
            sample: Vec::new(),
            pictures: Vec::new(),
            buffer: Buffer::new(),
        }
    }

    /// Reads the whole file.
    pub fn read(mut self, bytes: &[u8]) -> Read {
        let start = bytes.iter().position(|b| *b == b'{').unwrap_or(0);
        let mut lexer = Lexer::new(&bytes[start..]);
        let mut closed = false;
        for token in lexer.by_ref() {
            self.token(token);
            if token == Token::Close && self.stack.is_empty() {
                closed = true;
                break;
            }
        }
        let rest = lexer.rest().iter().filter(|b| b.is_ascii_alphanumeric() || **b >= 0x80).count();
        self.flush();
        self.finish(closed, rest)
    }

    fn token(&mut self, token: Token) {
        match token {
            Token::Text(digits) if self.state.dest == Dest::Picture => return self.picture(state::hex(digits)),
            Token::Text(text) => return self.text(text),
            Token::Hex(byte) => return self.byte(byte),
            _ => self.flush(),
        }
        match token {
            Token::Open => self.open(),
            Token::Close => self.close(),
            Token::Symbol(symbol) => self.symbol(symbol),
            Token::Word(name, number) => {
                let name = std::str::from_utf8(name).unwrap_or("");
                if name == "u" {
                    self.unicode(number.unwrap_or(0));
                } else if let Some(c) = state::special(name) {
                    self.character(c);
                } else {
                    self.skip = 0;
                    self.word(name, number);
                }
            }
            Token::Binary(bytes) if self.state.dest == Dest::Picture => self.picture(bytes.iter().copied()),
            Token::Text(_) | Token::Hex(_) | Token::Binary(_) => {}
        }
    }

    fn open(&mut self) {
        self.skip = 0;
        if self.stack.len() >= MAX_DEPTH {
            self.deep += 1;
            self.too_deep = true;
            return;
        }
        self.stack.push(self.state);
        self.state.ends = Ends::Nothing;
        self.state.star = false;
        // The style without a number is 0.
        self.style = 0;
        if self.state.twofold {
            self.state.twofold = false;
            self.state.dest = Dest::Skip;
        }
    }

    fn close(&mut self) {
        self.skip = 0;
        self.high = None;
        if self.deep > 0 {
            if let Some((_, dest)) = self.deep_skip.take_if(|(deep, _)| *deep == self.deep) {
                self.state.dest = dest;
            }
            self.deep -= 1;
            return;
        }
        if self.state.ends != Ends::Nothing {
            self.end_sink();
        }
        if let Some(state) = self.stack.pop() {
            self.state = state;
        }
    }

    /// The text of this group is not of the document.
    fn skip_group(&mut self) {
        if self.deep > 0 && self.deep_skip.is_none() {
            self.deep_skip = Some((self.deep, self.state.dest));
        }
        self.state.dest = Dest::Skip;
    }

    fn text(&mut self, text: &[u8]) {
        if matches!(self.state.dest, Dest::Skip | Dest::Picture) {
            return;
        }
        for byte in text {
            match byte {
                b'\r' | b'\n' | 0 => {}
                b'\t' if self.skip == 0 => {
                    self.flush();
                    self.character('\t');
                }
                byte => self.byte(*byte),
            }
        }
    }

    /// Bytes of the picture that was begun last.
    fn picture(&mut self, bytes: impl Iterator<Item = u8>) {
        if let Some(file) = self.pictures.last_mut() {
            file.extend(bytes);
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if !matches!(self.state.dest, Dest::Skip | Dest::Picture) {
            self.run.push(byte);
            self.run_page = self.state.page;
        }
    }

    /// Decodes the bytes read so far; called before the state changes.
    fn flush(&mut self) {
        if self.run.is_empty() {
            return;
        }
        let run = std::mem::take(&mut self.run);
        if self.run_page == Page::Charset(encoding_rs::WINDOWS_1252)
            && self.state.dest == Dest::Text
            && self.sample.len() < MAX_SAMPLE
        {
            let high = |b: &u8| *b >= 0xc0;
            let pieces = run.split(|b| !high(b)).filter(|p| p.len() > 1);
            pieces.for_each(|p| self.sample.extend(p.iter().chain(b" ")));
        }
        let mut text = String::with_capacity(run.len() * 2);
        charset::decode(&run, self.run_page, &mut self.left.replaced, &mut text);
        self.emit(&text);
        self.run = run;
        self.run.clear();
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'*' => self.state.star = true,
            b'\\' | b'{' | b'}' => self.byte(symbol),
            b'~' => self.character('\u{a0}'),
            b'-' => self.character('\u{ad}'),
            b'_' => self.character('-'),
            b'\r' | b'\n' => self.word("par", None),
            b'\t' => self.character('\t'),
            _ => {}
        }
    }

    fn unicode(&mut self, number: i32) {
        let code = if number < 0 { number + 0x1_0000 } else { number };
        let code = u32::try_from(code).unwrap_or(0xfffd);
        self.skip = 0;
        let high = self.high.take();
        match (code, high) {
            (0xd800..=0xdbff, _) => self.high = Some(code),
            (0xdc00..=0xdfff, Some(high)) => {
                self.character(
                    char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (code - 0xdc00)).unwrap_or('\u{fffd}'),
                );
            }
            _ => self.character(charset::of_private(char::from_u32(code).unwrap_or('\u{fffd}'))),
        }
        self.skip = self.state.fallback;
    }

    fn character(&mut self, c: char) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        let c = match c {
            '\t' if self.state.number => ' ',
            '\t' | '\n' => c,
            '\u{b}' | '\r' => '\n',
            c if c.is_control() => return,
            c => c,
        };
        self.left.replaced += usize::from(c == '\u{fffd}');
        self.emit(c.encode_utf8(&mut [0; 4]));
    }

    fn emit(&mut self, text: &str) {
        match self.state.dest {
            Dest::Skip | Dest::Picture => {}
            Dest::Fonts => self.fonts.entry(self.font).or_default().name.push_str(text),
            Dest::Styles => self.styles.entry(self.style).or_default().name.push_str(text),
            Dest::Text => {
                let letters = || text.chars().filter(|c| c.is_alphanumeric()).count();
                if self.state.deleted {
                    self.left.deleted += letters();
                } else if self.state.hidden {
                    self.left.hidden += letters();
                } else {
                    let (bold, number) = (self.state.bold, self.state.number);
                    let sink = self.sink();
                    match number {
                        true => sink.number(text),
                        false => sink.push(text, bold),
                    }
                }
            }
        }
    }

    fn sink(&mut self) -> &mut Sink {
        if self.sinks.is_empty() {
            self.sinks.push(Sink::default());
        }
        let last = self.sinks.len() - 1;
        &mut self.sinks[last]
    }

    fn word(&mut self, name: &str, number: Option<i32>) {
        if std::mem::take(&mut self.state.star) && state::STARRED.binary_search(&name).is_err() {
            self.left.comments += usize::from(name == "annotation" && self.state.dest == Dest::Text);
            return self.skip_group();
        }
        match name {
            // The Unicode half of a twofold group.
            "ud" => self.state.dest = self.stack.last().map_or(self.state.dest, |s| s.dest),
            "nofpages" => self.pages = number.and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0),
            _ if self.state.dest == Dest::Skip => {}
            _ if self.state.dest == Dest::Picture => {
                if state::SKIPPED.binary_search(&name).is_ok() {
                    self.skip_group();
                }
            }
            "upr" => self.state.twofold = true,
            "fonttbl" => self.state.dest = Dest::Fonts,
            "stylesheet" => self.state.dest = Dest::Styles,
            _ if self.state.dest == Dest::Fonts => self.font_word(name, number),
            _ if self.state.dest == Dest::Styles => self.style_word(name, number),
            "ansicpg" | "mac" | "pc" | "pca" => self.document_page(name, number),
            "deff" => self.default_font = number.unwrap_or(0),
            "pict" => {
                self.pictures.push(Vec::new());
                self.skip_group();
                // Of deeper groups the state is not kept.
                self.state.dest = if self.deep > 0 { Dest::Skip } else { Dest::Picture };
            }
            // The picture that the group before holds, in another format.
            "nonshppict" => self.skip_group(),
            "annotation" => {
                self.left.comments += 1;
                self.skip_group();
            }
            "footnote" => self.begin_sink(Ends::Footnote),
            "shptxt" | "dptxbxtext" => self.begin_sink(Ends::Box),
            "listtext" | "pntext" => self.state.number = true,
            "nesttableprops" => self.state.nested = true,
            "uc" => self.state.fallback = u32::try_from(number.unwrap_or(1)).unwrap_or(0).min(64),
            "f" => self.state.page = self.page_of(number.unwrap_or(0)),
            "plain" => {
                (self.state.bold, self.state.hidden, self.state.deleted) = (false, false, false);
                self.state.page = self.page_of(self.default_font);
            }
            "b" => self.state.bold = number != Some(0),
            "v" => self.state.hidden = number != Some(0),
            "deleted" => self.state.deleted = number != Some(0),
            _ if state::SKIPPED.binary_search(&name).is_ok() || state::is_math_property(name) => self.skip_group(),
            _ => self.layout_word(name, number),
        }
    }

    /// Words about paragraphs, pages and tables.
    fn layout_word(&mut self, name: &str, number: Option<i32>) {
        let par = &mut self.state.par;
        let row = &mut self.rows[usize::from(self.state.nested)];
        match name {
            "par" => self.paragraph(),
            "line" => self.character('\n'),
            "tab" => self.character('\t'),
            "pard" => *par = Par::default(),
            "s" => par.style = number,
            "outlinelevel" => par.outline = number.and_then(|n| u8::try_from(n).ok()),
            "qc" => par.centred = true,
            "ql" | "qr" | "qj" | "qd" => par.centred = false,
            "pagebb" => par.page_before = number != Some(0),
            "intbl" => par.in_table = true,
            "itap" => par.depth = number.and_then(|n| usize::try_from(n).ok()),
            "trowd" => {
                *row = RowDef::default();
                self.cell = CellDef::default();
            }
            "trleft" => row.left = number.unwrap_or(0),
            "trhdr" => row.header = true,
            "clmrg" => self.cell.merged_left = true,
            "clvmrg" => self.cell.merged_up = true,
            "cellx" => {
                let cell = std::mem::take(&mut self.cell);
                row.cells.push(CellDef { right: number.unwrap_or(0), ..cell });
            }
            "cell" | "nestcell" => {
                let setting = self.setting();
                let depth = if name == "cell" { 1 } else { setting.depth.max(2) };
                self.begin_page();
                self.sink().cell(Setting { depth, ..setting });
            }
            "row" | "nestrow" => {
                let setting = self.setting();
                let depth = if name == "row" { 1 } else { setting.depth.max(2) };
                let def = self.rows[usize::from(name == "nestrow")].clone();
                self.sink().row(Setting { depth, ..setting }, &def);
            }
            "page" => {
                if self.sink().is_open() && self.sink().in_body() {
                    self.paragraph();
                }
                self.sink().page();
            }
            "column" if self.sink().is_open() => self.paragraph(),
            "sect" => {
                if self.sink().is_open() {
                    self.paragraph();
                }
                self.new_section = self.sinks.len() == 1;
                if self.new_section && self.sinks[0].in_body() {
                    let notes = std::mem::take(&mut self.footnotes);
                    self.write(notes);
                }
            }
            "sbknone" | "sbkcol" => self.new_section = false,
            _ => {}
        }
    }

    fn setting(&self) -> Setting {
        let par = &self.state.par;
        let depth = par.depth.unwrap_or(0).max(usize::from(par.in_table));
        let styled = par.style.and_then(|s| self.styles.get(&s)).and_then(Style::level);
        let level = par.outline.filter(|n| *n < 9).map(|n| n + 1).or(styled).unwrap_or(0);
        Setting { depth, level, centred: par.centred }
    }

    fn paragraph(&mut self) {
        let setting = self.setting();
        self.begin_page();
        self.sink().paragraph(setting);
        if self.sinks.len() == 1 {
            let blocks = self.sinks[0].take();
            self.write(blocks);
        }
    }

    /// Writes blocks of the body; footnotes of a table stand behind it.
    fn write(&mut self, blocks: Vec<Block>) {
        for block in blocks {
            blocks::write(&mut self.buffer, std::slice::from_ref(&block));
            if matches!(block, Block::Table(_)) {
                let notes = std::mem::take(&mut self.table_notes);
                blocks::write(&mut self.buffer, &notes);
            }
        }
    }

    /// A page begins where a section began or the paragraph says so.
    fn begin_page(&mut self) {
        let before = std::mem::take(&mut self.new_section) || self.state.par.page_before;
        if before && self.sinks.len() == 1 {
            self.sinks[0].page();
        }
    }

    fn begin_sink(&mut self, ends: Ends) {
        if self.deep > 0 || self.state.ends != Ends::Nothing {
            return;
        }
        self.state.ends = ends;
        self.state.par = Par::default();
        self.sinks.push(Sink::default());
    }

    fn end_sink(&mut self) {
        let setting = self.setting();
        let Some(sink) = (self.sinks.len() > 1).then(|| self.sinks.pop()).flatten() else { return };
        let blocks = sink.finish(setting);
        match self.state.ends {
            Ends::Footnote => {
                let outside = self.stack.last().is_none_or(|s| !s.par.in_table && s.par.depth.unwrap_or(0) == 0);
                let notes = if outside { &mut self.footnotes } else { &mut self.table_notes };
                notes.extend(blocks.into_iter().filter(|b| !b.is_blank()));
            }
            Ends::Box | Ends::Nothing => self.sink().behind(blocks),
        }
    }

    fn document_page(&mut self, name: &str, number: Option<i32>) {
        let number = match name {
            "mac" => Some(10000),
            "pc" | "pca" => None,
            _ => number,
        };
        if let Some(page) = number.and_then(charset::of_number).filter(|_| !self.forced) {
            self.ansi = page;
            self.state.page = page;
        }
    }

    fn font_word(&mut self, name: &str, number: Option<i32>) {
        match name {
            "f" => self.font = number.unwrap_or(0),
            "fcharset" => self.fonts.entry(self.font).or_default().charset = number,
            "cpg" => self.fonts.entry(self.font).or_default().number = number,
            _ if state::SKIPPED.binary_search(&name).is_ok() => self.skip_group(),
            _ => {}
        }
    }

    /// The code page of text in font `font`.
    fn page_of(&self, font: i32) -> Page {
        let page = self.fonts.get(&font).and_then(|f| {
            let number = f.number.filter(|n| *n != 0).and_then(charset::of_number);
            number.or_else(|| f.charset.and_then(|c| charset::of_font(c, &f.name)))
        });
        page.unwrap_or(self.ansi)
    }

    fn style_word(&mut self, name: &str, number: Option<i32>) {
        match name {
            "s" => self.style = number.unwrap_or(0),
            // Character, section and table styles.
            "cs" | "ds" | "ts" => self.skip_group(),
            "outlinelevel" => {
                let level = number.and_then(|n| u8::try_from(n).ok());
                self.styles.entry(self.style).or_default().outline = level;
            }
            _ if state::SKIPPED.binary_search(&name).is_ok() => self.skip_group(),
            _ => {}
        }
    }

    fn finish(mut self, closed: bool, rest: usize) -> Read {
        while self.sinks.len() > 1 {
            self.end_sink();
            if let Some(state) = self.stack.pop() {
                self.state = state;
            }
        }
        let setting = self.setting();
        let body = self.sinks.pop().unwrap_or_default().finish(setting);
        self.write(body);
        for notes in [std::mem::take(&mut self.table_notes), std::mem::take(&mut self.footnotes)] {
            self.write(notes);
        }
        let mut content = std::mem::take(&mut self.buffer).finish();
        self.notes(closed, rest, &mut content);
        settle_pages(&mut content, self.pages);
        Read { content, sample: self.sample, pictures: self.pictures }
    }

    /// What was left out or found wrong.
    fn notes(&self, closed: bool, rest: usize, content: &mut Content) {
        let mut note = |code, detail| content.notes.push(Note { code, at: None, detail });
        if !closed {
            note(Code::PartDamaged, format!("it ends inside {} open groups", self.stack.len() + self.deep));
        } else if rest > 0 {
            note(Code::PartDamaged, format!("{rest} bytes behind its end are not read"));
        }
        if self.too_deep {
            let detail = format!("groups nest deeper than {MAX_DEPTH}; how their text is set is not certain");
            note(Code::LimitReached, detail);
        }
        let Left { comments, hidden, deleted, replaced } = self.left;
        let found = [
            (Code::CommentsDropped, comments, ""),
            (Code::HiddenDropped, hidden, " letters"),
            (Code::ChangesSettled, deleted, " letters"),
            (Code::BytesReplaced, replaced, ""),
        ];
        for (code, count, unit) in found.into_iter().filter(|f| f.1 > 0) {
            note(code, format!("{count}{unit}"));
        }
    }
}
