//! `munidoc damage`

use std::fs;

use super::args::DamageArgs;
use super::write;
use crate::cli::exit::{Exit, Stop};
use crate::cli::read;
use crate::cli::terminal::{count, say};
use munidoc::batch;
use munidoc::model::Output;
use munidoc::readers;
use munidoc::regress::damage;

/// Writes damaged copies and the records that they must give.
pub(in crate::cli) fn run(args: &DamageArgs) -> Result<Exit, Stop> {
    let grammars = args.reading.load_grammars()?;
    let inputs = read::inputs(std::slice::from_ref(&args.doc))?.list;
    let [input] = &inputs[..] else {
        return Err(Stop::Usage(format!("{} is not one document; name a text file", args.doc.display())));
    };
    let options = args.reading.options();
    let (bytes, output) = batch::convert_one(input, &options, &grammars);
    let refuse = |why: &str| Stop::Usage(format!("{}: {why}", args.doc.display()));
    let document = match output {
        Output::Document(document) => *document,
        Output::Failure(failure) => return Err(refuse(&failure.error.message)),
    };
    if document.source.format.as_deref() != Some("text") {
        return Err(refuse("only plain text can be damaged; convert the document to text first"));
    }
    let content = (readers::of(&bytes, &input.path).read)(&bytes, &options);
    let text = content.map_err(|refusal| refuse(&refusal.message))?.text;
    let stem = input.stem();
    let name = stem.file_name().map_or_else(|| "document".to_owned(), |n| n.to_string_lossy().into_owned());
    let there = fs::read_dir(&args.output).into_iter().flatten().flatten();
    if there.map(|entry| entry.file_name()).any(|file| is_copy(&file.to_string_lossy(), &name)) {
        // Those that are not written over would be scored beside the new ones.
        let dir = args.output.display();
        return Err(Stop::Usage(format!("{dir} holds copies of {name} already; remove them, or name another folder")));
    }
    let write = |file: String, bytes: &[u8]| write(&args.output.join(file), bytes);
    let damage::Copies { list: copies, barren } =
        damage::copies(&text, &bytes, &grammars, args.seed, usize::from(args.n));
    let mut list = "copy\tharm\twhat was done\n".to_owned();
    for (i, copy) in copies.iter().enumerate() {
        let stem = format!("{name}-{:03}-{}", i + 1, copy.harm.name());
        write(format!("{stem}.txt"), &copy.bytes)?;
        let records = damage::expected(&document, copy.harm);
        write(format!("{stem}.json"), format!("{records:#}\n").as_bytes())?;
        list += &format!("{stem}.txt\t{}\t{}\n", copy.harm.name(), copy.what);
    }
    write(format!("{name}.tsv"), list.as_bytes())?;
    if !barren.is_empty() {
        let names: Vec<&str> = barren.iter().map(|harm| harm.name()).collect();
        say!("munidoc: no copies of {}: there is nothing that these could damage so", names.join(", "));
    }
    if copies.len() < usize::from(args.n) {
        say!("munidoc: the document has nothing more to damage in another way");
    }
    say!("munidoc: {} in {}", count(copies.len() as u64, "damaged text"), args.output.display());
    Ok(Exit::Fine)
}

/// True for the files that [`run`] writes for the document `name`: `NAME.tsv`, `NAME-001-bom.txt`, `NAME-001-bom.json`.
fn is_copy(file: &str, name: &str) -> bool {
    let is_numbered = |rest: &str| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        digits >= 3 && rest[digits..].starts_with('-')
    };
    let rest = file.strip_prefix(name);
    rest.is_some_and(|rest| rest == ".tsv" || rest.strip_prefix('-').is_some_and(is_numbered))
}
