//! The command line; everything else is in the library.

fn main() {
    let (catalogue, problems) = iso20k::catalogue::load(&iso20k::catalogue::Files::embedded());
    for problem in &problems {
        println!("{problem}");
    }
    println!(
        "{} clauses {} obligations {} documents {} registers",
        catalogue.clauses.len(),
        catalogue.obligations().count(),
        catalogue.documents.len(),
        catalogue.registers.len()
    );
    let t = std::time::Instant::now();
    let v = iso20k::catalogue::Vocabulary::new(&catalogue);
    println!("{:?} {:?} {:?}", v.prose.size(), v.names.size(), t.elapsed());
}
