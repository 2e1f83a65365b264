package io.manymodels.promotion.gate;

import io.manymodels.family.Rule;
import io.manymodels.promotion.rule.Comparison;
import io.manymodels.promotion.rule.Refusal;
import io.manymodels.promotion.rule.RuleCheck;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whether a key's candidate goes to production. All rules must hold; every one that does not is a reason. */
public final class Gate {

    private static final Refusal UNCHANGED = new Refusal("unchanged",
            "The champion was trained on the same data by the same trainer");

    private final List<Rule> rules;

    public Gate(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /**
     * Decides about one key.
     *
     * @param challenger what training brought
     * @param champion   the candidate, if there is one, against the key's own model in the current release; null without
     *                   such a model
     */
    public Verdict decide(Challenger challenger, @Nullable Comparison champion) {
        return switch (challenger) {
            case Challenger.Unchanged() -> new Verdict.Hold(List.of(UNCHANGED));
            case Challenger.Absent(var reason) -> refuse(List.of(reason), champion);
            case Challenger.Candidate(var metrics) -> {
                var refusals = rules.stream().map(rule -> RuleCheck.check(rule, metrics, champion))
                        .flatMap(Optional::stream)
                        .toList();
                yield refusals.isEmpty() ? new Verdict.Promote() : refuse(refusals, champion);
            }
        };
    }

    private static Verdict refuse(List<Refusal> reasons, @Nullable Comparison champion) {
        return champion == null ? new Verdict.Reject(reasons) : new Verdict.Hold(reasons);
    }
}
