// What page tests of trainings wait for.

export const training = async (visit) => (await visit.state()).training;

/** Waits until `is` holds of state().training; what it was then. */
export async function until(visit, is, what, patience = 150000) {
    let now = null;
    for (const end = Date.now() + patience; Date.now() < end;) {
        now = await training(visit);
        if (is(now)) return now;
        await new Promise((go) => setTimeout(go, 40));
    }
    throw new Error(`${what} never came: ${JSON.stringify(now)}`);
}
