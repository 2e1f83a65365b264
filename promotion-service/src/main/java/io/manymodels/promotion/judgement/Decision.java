package io.manymodels.promotion.judgement;

import io.manymodels.problem.Problem;
import io.manymodels.promotion.gate.Ladder;
import io.manymodels.promotion.release.Assignment;
import io.manymodels.promotion.rule.Refusal;
import io.manymodels.registry.Rung;
import io.manymodels.run.Outcome;
import io.manymodels.work.api.PartitionOutcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What follows from a judgement: the key's place in the release, and its outcome in the run.
 *
 * @param assignment null when no model can answer, and in a dry run
 */
public record Decision(@Nullable Assignment assignment, Outcome outcome, @Nullable Problem reason) {

    /** In a dry run: the outcome that the real run would have, as far as the bytes are intact. */
    public static Decision dry(Judgement judgement) {
        var rung = judgement.rung();
        return outcome(judgement, null, rung);
    }

    /**
     * In a real run.
     *
     * @param corrupt why the bytes of a promoted candidate are not in production; null when they are
     */
    public static Decision real(Judgement judgement, @Nullable Refusal corrupt, Fallbacks fallbacks) {
        var contender = judgement.contender();
        var champion = contender.champion();
        if (judgement.promotes() && corrupt == null) {
            var candidate = Objects.requireNonNull(contender.candidate());
            return new Decision(Assignment.ofCandidate(contender.sequence(), candidate.id()), Outcome.SUCCEEDED, null);
        }
        var kept = champion == null
                ? null
                : Assignment.ofModel(contender.sequence(), champion.modelVersion(),
                        judgement.rung() == Rung.OWN && corrupt == null ? Rung.OWN : Rung.PREVIOUS);
        var assignment = kept != null ? kept : lower(contender, fallbacks);
        if (corrupt != null) {
            return new Decision(assignment, Outcome.FAILED, new Problem(corrupt.code(),
                    "%s. Until then [%s] answers".formatted(corrupt.message(), rungOf(assignment))));
        }
        return outcome(judgement, assignment, assignment == null ? null : assignment.rung());
    }

    /** A key that was given up: a failure, whatever answers meanwhile. */
    public static Decision abandoned(Judgement judgement, Refusal reason, Fallbacks fallbacks) {
        var assignment = real(judgement, null, fallbacks).assignment();
        return new Decision(assignment, Outcome.FAILED, new Problem(reason.code(), reason.message()));
    }

    public PartitionOutcome outcome(Judgement judgement, int attempts, double seconds) {
        return new PartitionOutcome(judgement.contender().sequence(), judgement.contender().key(), outcome, reason,
                attempts,
                seconds);
    }

    private static Decision outcome(Judgement judgement, @Nullable Assignment assignment, @Nullable Rung rung) {
        if (judgement.promotes()) {
            return new Decision(assignment, Outcome.SUCCEEDED, null);
        }
        var reasons = judgement.reasons();
        if (rung == null) {
            return new Decision(null, Outcome.FAILED, new Problem("no-model",
                    texts(judgement) + ". No group, family or baseline model either. Maybe look at the training run"));
        }
        var code = reasons.getFirst().code();
        return new Decision(assignment, rung == Rung.OWN ? Outcome.SKIPPED : Outcome.FELL_BACK,
                new Problem(code, texts(judgement)));
    }

    private static String texts(Judgement judgement) {
        return judgement.reasons().stream().map(Refusal::message).collect(Collectors.joining("; "));
    }

    private static @Nullable Assignment lower(Contender contender, Fallbacks fallbacks) {
        var models = new EnumMap<Rung, Long>(Rung.class);
        put(models, Rung.GROUP, contender.groupModel());
        put(models, Rung.FAMILY, fallbacks.familyModel());
        put(models, Rung.BASELINE, fallbacks.baselineModel());
        return Ladder.below(models.keySet())
                .map(rung -> Assignment.ofModel(contender.sequence(), Objects.requireNonNull(models.get(rung)), rung))
                .orElse(null);
    }

    private static void put(Map<Rung, Long> models, Rung rung, @Nullable Long model) {
        if (model != null) {
            models.put(rung, model);
        }
    }

    private static String rungOf(@Nullable Assignment assignment) {
        return assignment == null ? "nothing" : assignment.rung().wireName();
    }
}
