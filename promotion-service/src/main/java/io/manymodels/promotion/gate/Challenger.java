package io.manymodels.promotion.gate;

import io.manymodels.promotion.rule.Metrics;
import io.manymodels.promotion.rule.Refusal;

/** What training brought for one key. */
public sealed interface Challenger {

    /** A new model version of the key. */
    record Candidate(Metrics metrics) implements Challenger {}

    /** The champion is the newest model there is: nothing changed since it was trained. */
    record Unchanged() implements Challenger {}

    /** No model of the key's own, and why. */
    record Absent(Refusal reason) implements Challenger {}
}
