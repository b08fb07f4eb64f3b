//! `munidoc damage`

use std::fs;

use super::args::DamageArgs;
use crate::cli::exit::{Exit, Stop};
use crate::cli::read;
use crate::cli::terminal::{count, say};
use munidoc::batch;
use munidoc::model::Output;
use munidoc::output::write_atomic;
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
    fs::create_dir_all(&args.output)
        .map_err(|e| Stop::Output(format!("cannot make the folder {}: {e}", args.output.display())))?;
    let write = |file: String, bytes: &[u8]| {
        let path = args.output.join(file);
        write_atomic(&path, bytes).map_err(|e| Stop::Output(format!("cannot write {}: {e}", path.display())))
    };
    let copies = damage::copies(&text, &grammars, args.seed, args.n);
    let mut list = "copy\tharm\twhat was done\n".to_owned();
    for (i, copy) in copies.iter().enumerate() {
        let stem = format!("{name}-{:03}-{}", i + 1, copy.harm.name());
        write(format!("{stem}.txt"), &copy.bytes)?;
        let records = damage::expected(&document, copy.harm);
        write(format!("{stem}.json"), format!("{records:#}\n").as_bytes())?;
        list += &format!("{stem}.txt\t{}\t{}\n", copy.harm.name(), copy.what);
    }
    write(format!("{name}.tsv"), list.as_bytes())?;
    if copies.len() < args.n {
        say!("munidoc: the document has nothing more to damage in another way");
    }
    say!("munidoc: {} in {}", count(copies.len() as u64, "damaged text"), args.output.display());
    Ok(Exit::Fine)
}
