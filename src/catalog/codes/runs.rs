//! How any run can end, whatever its type.

use super::{Code, line};

pub(super) const CODES: &[Code] = &[
    line(
        "execution.refused",
        "Right before it would have started, the work was no longer allowed.",
        "Read the reason beside it; start the work again once that is put right.",
    ),
    line(
        "failure.code_invalid",
        "A job reported its failure under a name that is no code.",
        "Read the message, and correct the code in the source of the job.",
    ),
    line(
        "failures.left_out",
        "There were more failures than a run keeps.",
        "Put right what the listed ones say; the next run shows what is left.",
    ),
    line(
        "queue.dispatch_failed",
        "The operation was recorded, but handing it to a worker failed, so nothing was done.",
        "Look at the reason beside it, then start the work again.",
    ),
    line(
        "run.cancelled",
        "A person cancelled the operation.",
        "Nothing to repair; the audit log says who it was and why.",
    ),
    line(
        "run.claim_lost",
        "The work was taken from this worker: it was cancelled, or another one has taken over.",
        "Look whether a later attempt ended well; if this is frequent, workers stall for longer than their lease.",
    ),
    line(
        "run.interrupted",
        "The scheduler was stopped before the operation ended.",
        "Housekeeping goes on with its next slot; start other work again.",
    ),
    line(
        "run.lease_lost",
        "The worker could not renew its lease, so it stopped before somebody else would begin.",
        "Look whether the database was slow or away at that time; the work goes on with the next slot or attempt.",
    ),
    line(
        "run.leases_expired_together",
        "Most leases ran out at the same moment, so the database or a clock was the cause and not the workers.",
        "Look at the database and the clocks at that time; the workers were given one more lease to come back.",
    ),
    line(
        "run.miscounted",
        "The job did not say for each of its runs how it ended.",
        "This is a mistake in the job: report it with the id of the operation.",
    ),
    line(
        "run.never_started",
        "Nobody took it from the queue within the time that its type allows.",
        "Look whether workers are running (`scheduler run --workers N`), then start the work again.",
    ),
    line(
        "run.panicked",
        "The job stopped with a panic, which is a mistake in its code.",
        "Report the message with the id of the operation; other operations are not affected.",
    ),
    line(
        "run.requeued",
        "Its worker was lost, and as it may be repeated it was queued again.",
        "Nothing to do unless it happens again and again to the same operation.",
    ),
    line(
        "run.timed_out",
        "It did not end within the time that its type allows.",
        "Look whether what it waits for is slow; start it again, with less to do at once if that is possible.",
    ),
    line(
        "run.unexplained",
        "The job failed without saying why.",
        "Look into the log of the worker at that time; the job should be made to say more.",
    ),
    line(
        "run.worker_lost",
        "The process that worked on it was gone before the end.",
        "Look why the process ended; work that may be repeated is tried again by itself.",
    ),
];
