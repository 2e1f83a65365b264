package io.manymodels.training.run;

import io.manymodels.work.api.Run;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Which candidate a contest chose for a key, some trainings ago: those that follow fit it again, and it alone.
 *
 * @param variant its name
 * @param run that held the contest
 * @param at when that run was submitted
 * @param refits trainings since that fitted it again
 */
record EarlierChoice(String variant, UUID run, Instant at, int refits) {

    /** What is told of a model that a contest of this run chose. */
    static Map<String, Object> now(Run run) {
        return told(run.id(), run.submittedAt(), 0);
    }

    /** What is told of a model that was fitted again. */
    Map<String, Object> again() {
        return told(run, at, refits + 1);
    }

    private static Map<String, Object> told(UUID run, Instant at, int refits) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("run", run.toString());
        told.put("at", at.toString());
        told.put("refits", refits);
        return told;
    }
}
