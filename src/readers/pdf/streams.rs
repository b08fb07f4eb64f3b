//! What the streams of a file unpack to, looked at before the file is opened: a few kilobytes can unpack to anything,
//! and the program that opens it takes all of it at once.
//!
//! ```text
//! 7 0 obj << /Length 812 /Filter /FlateDecode >> stream⏎x\x9c…
//!                                                      └ unpacked piece by piece, nothing kept, only counted
//! ```
//!
//! Streams that are encrypted cannot be looked at, nor those packed by other methods than Flate (ISO 32000-1, 7.4.4).

use std::io::{self, Read};

use flate2::read::{DeflateDecoder, ZlibDecoder};
use memchr::memmem;

use crate::options::MAX_UNPACKED_BYTES;
use crate::readers::Refusal;

/// Most times that a stream may be packed; once is usual, twice happens.
const MAX_LAYERS: usize = 3;

/// Looks at every stream of a file.
///
/// # Errors
/// `limit` where one of them unpacks to more than [`MAX_UNPACKED_BYTES`].
pub fn check(bytes: &[u8]) -> Result<(), Refusal> {
    within(bytes, MAX_UNPACKED_BYTES)
}

fn within(bytes: &[u8], limit: u64) -> Result<(), Refusal> {
    for at in memmem::find_iter(bytes, b"stream") {
        if bytes[..at].ends_with(b"end") {
            continue;
        }
        let data = &bytes[at + b"stream".len()..];
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        // Where the stream ends is not asked: what it says of its length may be wrong, its packed bytes know.
        if unpacks_to_more(data, limit) {
            let mib = limit >> 20;
            let message = format!(
                "a stream of the file unpacks to more than {mib} MiB, which hardly any document does; save it anew without what is not text"
            );
            return Err(Refusal::new("limit", message));
        }
    }
    Ok(())
}

/// True where `data` begins with packed bytes that unpack to more than `limit`, or are packed again and again.
fn unpacks_to_more(data: &[u8], limit: u64) -> bool {
    let mut layers = 0;
    let mut head = data.get(..2).unwrap_or_default().to_vec();
    if !is_zlib(&head) {
        return count(DeflateDecoder::new(data), limit).0 > limit;
    }
    while is_zlib(&head) {
        layers += 1;
        let mut reader: Box<dyn Read + '_> = Box::new(data);
        for _ in 0..layers {
            reader = Box::new(ZlibDecoder::new(reader));
        }
        let (size, first) = count(reader, limit);
        if size > limit || layers > MAX_LAYERS {
            return true;
        }
        head = first;
    }
    false
}

/// A header of zlib (RFC 1950, 2.2) with the usual window.
fn is_zlib(head: &[u8]) -> bool {
    matches!(head, [0x78, flags] if (0x7800 + u16::from(*flags)).is_multiple_of(31))
}

/// How many bytes come out of `reader` until it ends, fails or gives more than `limit`; and the first two of them.
fn count(mut reader: impl Read, limit: u64) -> (u64, Vec<u8>) {
    let mut head = Vec::new();
    let first = (&mut reader).take(2).read_to_end(&mut head).unwrap_or(0) as u64;
    let mut counted = Counted(first);
    // Where it fails it gives nothing more.
    let _ = io::copy(&mut reader.take(limit), &mut counted);
    (counted.0, head)
}

/// Counts what is written to it.
struct Counted(u64);

impl io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, ZlibEncoder};
    use std::io::Write;

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut out = ZlibEncoder::new(Vec::new(), Compression::best());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    fn file(stream: &[u8]) -> Vec<u8> {
        [b"%PDF-1.4\n1 0 obj <<>> stream\r\n", stream, b"\nendstream endobj"].concat()
    }

    #[test]
    fn streams_that_unpack_to_more_are_refused() {
        let zeros = vec![0; 5000];
        let mut deflate = DeflateEncoder::new(Vec::new(), Compression::best());
        deflate.write_all(&zeros).unwrap();
        for packed in [zlib(&zeros), zlib(&zlib(&zeros)), zlib(&zlib(&zlib(&zlib(b"a")))), deflate.finish().unwrap()] {
            assert_eq!(within(&file(&packed), 4000).unwrap_err().code, "limit");
        }
    }

    #[test]
    fn other_streams_are_not() {
        let text = b"BT (a) Tj ET ".repeat(100);
        let broken = &zlib(&text)[..20];
        for packed in [&text, &zlib(&text), &zlib(&zlib(&text)), broken, b"", b"x", b"x\x9c"] {
            assert_eq!(within(&file(packed), 4000), Ok(()));
        }
    }
}
