//! Pretty JSON with the places of the source on one line.
//!
//! ```text
//! "span": {"start_line": 3, "end_line": 4},
//! "at": [[120, 168], [171, 190]]
//! ```

use std::io::{self, Write};

use serde_json::ser::Formatter;

/// Keys whose arrays and objects stay on one line.
const ON_ONE_LINE: &[&str] = &["at", "boxes", "page_sizes", "span"];

/// Two spaces for each level; the values of [`ON_ONE_LINE`] on one line.
#[derive(Debug, Default)]
pub(super) struct Pretty {
    level: usize,
    /// Open brackets of the value that stays on one line.
    inside: usize,
    filled: bool,
    in_key: bool,
    key: String,
    value_of_place: bool,
}

impl Pretty {
    fn open<W: ?Sized + Write>(&mut self, to: &mut W, bracket: &[u8]) -> io::Result<()> {
        if self.inside > 0 || self.value_of_place {
            self.value_of_place = false;
            self.inside += 1;
        } else {
            self.level += 1;
            self.filled = false;
        }
        to.write_all(bracket)
    }

    fn close<W: ?Sized + Write>(&mut self, to: &mut W, bracket: &[u8]) -> io::Result<()> {
        if self.inside > 0 {
            self.inside -= 1;
        } else {
            self.level -= 1;
            if self.filled {
                self.new_line(to)?;
            }
        }
        to.write_all(bracket)
    }

    fn member<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        if self.inside > 0 {
            return if first { Ok(()) } else { to.write_all(b", ") };
        }
        if !first {
            to.write_all(b",")?;
        }
        self.new_line(to)
    }

    fn new_line<W: ?Sized + Write>(&self, to: &mut W) -> io::Result<()> {
        to.write_all(b"\n")?;
        (0..self.level).try_for_each(|_| to.write_all(b"  "))
    }
}

impl Formatter for Pretty {
    fn begin_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.open(to, b"[")
    }

    fn end_array<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.close(to, b"]")
    }

    fn begin_array_value<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        self.member(to, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.filled = true;
        Ok(())
    }

    fn begin_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.open(to, b"{")
    }

    fn end_object<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.close(to, b"}")
    }

    fn begin_object_key<W: ?Sized + Write>(&mut self, to: &mut W, first: bool) -> io::Result<()> {
        self.in_key = true;
        self.key.clear();
        self.member(to, first)
    }

    fn end_object_key<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.in_key = false;
        Ok(())
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, to: &mut W) -> io::Result<()> {
        self.value_of_place = ON_ONE_LINE.contains(&self.key.as_str());
        to.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.value_of_place = false;
        self.filled = true;
        Ok(())
    }

    fn write_string_fragment<W: ?Sized + Write>(&mut self, to: &mut W, fragment: &str) -> io::Result<()> {
        if self.in_key {
            self.key.push_str(fragment);
        }
        to.write_all(fragment.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;
    use serde_json::{Value, json};

    use super::*;

    fn pretty(value: &Value) -> String {
        let mut out = Vec::new();
        value.serialize(&mut serde_json::Serializer::with_formatter(&mut out, Pretty::default())).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn only_places_stay_on_one_line() {
        let value =
            json!({"a": [1, {"b": []}], "at": [[[1, 2], [3, 4]], []], "e": {}, "span": {"x": 1, "y": 2}, "z": [[5]]});
        let expected = "{\n  \"a\": [\n    1,\n    {\n      \"b\": []\n    }\n  ],\n  \"at\": [[[1, 2], [3, 4]], []],\n  \
                        \"e\": {},\n  \"span\": {\"x\": 1, \"y\": 2},\n  \"z\": [\n    [\n      5\n    ]\n  ]\n}";
        assert_eq!(pretty(&value), expected);
    }

    #[test]
    fn without_places_it_is_the_usual_form() {
        let value = json!({"a": [], "b": [{}, {"c": null, "d": "at"}], "e\"at": [1], "f": {"at": null, "g": [true]}});
        assert_eq!(pretty(&value), serde_json::to_string_pretty(&value).unwrap());
    }
}
