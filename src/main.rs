//! The program: exit codes and broken pipes. Everything else is in the library.

use std::process::ExitCode;

/// Articles are many small allocations on several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match shenjiao::cli::main() {
        Ok(code) => ExitCode::from(code),
        // The reader of our output went away (`| head`): nothing is wrong.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("shenjiao：{error}");
            ExitCode::from(2)
        }
    }
}
