use traced::traced;

#[traced(level = "info", skip_all, fields(id = %id), err, target = "x")]
fn f(id: u64) -> Result<u64, String> {
    Ok(id)
}

fn main() {}
