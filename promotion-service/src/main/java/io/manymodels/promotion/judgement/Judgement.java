package io.manymodels.promotion.judgement;

import io.manymodels.family.Rule;
import io.manymodels.promotion.gate.Challenger;
import io.manymodels.promotion.gate.Gate;
import io.manymodels.promotion.gate.Ladder;
import io.manymodels.promotion.gate.Verdict;
import io.manymodels.promotion.rule.Comparison;
import io.manymodels.promotion.rule.Metrics;
import io.manymodels.promotion.rule.Refusal;
import io.manymodels.registry.Rung;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the gate said about one key.
 *
 * @param metrics those of the candidate that were judged; empty without a candidate
 * @param comparison the candidate against the champion, as far as rules ask for it; null without one of them
 * @param rung    the rung that follows; null when no model can answer
 */
public record Judgement(Contender contender, Metrics metrics, @Nullable Comparison comparison, Verdict verdict,
        @Nullable Rung rung) {

    private static final Metrics NONE = new Metrics(Map.of());
    private static final Refusal NO_CANDIDATE = new Refusal("no-candidate",
            "Training made no model of this key. Maybe look at the outcomes of the training run");

    /**
     * Judges one key: a dry run and a real one go through here alike.
     *
     * @param compared names of the metrics by which rules compare with the champion
     * @param sameRows what the two came to on the same rows; null where there are none
     */
    static Judgement of(Contender contender, Gate gate, Fallbacks fallbacks, Set<String> compared,
            @Nullable Comparison sameRows) {
        var candidate = contender.candidate();
        var champion = contender.champion();
        var metrics = candidate == null ? NONE : candidate.metrics().withDefault(Rule.ROWS, (double) contender.rows());
        var challenger = challenger(contender, metrics);
        var comparison = champion == null || sameRows != null
                ? sameRows
                : Comparison.ofBacktests(compared, metrics, champion.metrics());
        var verdict = gate.decide(challenger, comparison);
        return new Judgement(contender, metrics,
                challenger instanceof Challenger.Candidate && !compared.isEmpty() ? comparison : null, verdict,
                Ladder.rung(verdict, challenger, rungs(contender, fallbacks)).orElse(null));
    }

    /** A key whose judging failed: treated as one without a candidate. */
    static Judgement abandoned(Contender contender, Refusal reason, Gate gate, Fallbacks fallbacks) {
        return of(new Contender(contender.sequence(), contender.key(), contender.rows(), null, contender.champion(),
                reason,
                contender.hasGroup(), contender.groupModel()), gate, fallbacks, Set.of(), null);
    }

    public boolean promotes() {
        return verdict instanceof Verdict.Promote;
    }

    List<Refusal> reasons() {
        return verdict.reasons();
    }

    private static Challenger challenger(Contender contender, Metrics metrics) {
        var candidate = contender.candidate();
        var champion = contender.champion();
        if (candidate == null) {
            return new Challenger.Absent(contender.absence() == null ? NO_CANDIDATE : contender.absence());
        }
        return champion != null && champion.candidate() == candidate.id()
                ? new Challenger.Unchanged()
                : new Challenger.Candidate(metrics);
    }

    private static EnumSet<Rung> rungs(Contender contender, Fallbacks fallbacks) {
        var rungs = EnumSet.noneOf(Rung.class);
        if (contender.hasGroup()) {
            rungs.add(Rung.GROUP);
        }
        if (fallbacks.hasFamily()) {
            rungs.add(Rung.FAMILY);
        }
        if (fallbacks.hasBaseline()) {
            rungs.add(Rung.BASELINE);
        }
        return rungs;
    }
}
