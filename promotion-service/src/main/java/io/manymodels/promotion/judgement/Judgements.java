package io.manymodels.promotion.judgement;

import io.manymodels.family.FamilySpec;
import io.manymodels.family.Metric;
import io.manymodels.family.Rule;
import io.manymodels.promotion.copy.Artefact;
import io.manymodels.promotion.gate.Gate;
import io.manymodels.promotion.lifecycle.Promotion;
import io.manymodels.promotion.rule.Refusal;
import io.manymodels.promotion.search.KeyPlace;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Judges the keys of promotion runs and keeps the verdicts. */
@Component
public class Judgements {

    private final ContenderRepository contenders;
    private final FallbackRepository fallbacks;
    private final VerdictRepository verdicts;
    private final VanishedKeyRepository vanished;
    private final ChampionJudge champions;
    private final Clock clock;

    Judgements(ContenderRepository contenders, FallbackRepository fallbacks, VerdictRepository verdicts,
            VanishedKeyRepository vanished, ChampionJudge champions, Clock clock) {
        this.vanished = vanished;
        this.champions = champions;
        this.clock = clock;
        this.contenders = contenders;
        this.fallbacks = fallbacks;
        this.verdicts = verdicts;
    }

    /** Keys of a snapshot. */
    public long keys(String snapshot) {
        return contenders.count(snapshot);
    }

    /**
     * The keys of the release before that the promotion's snapshot lacks.
     *
     * @param first     sequence of the outcome of the first of them
     * @param retention how long such a key stays
     */
    public VanishedKeys vanished(Promotion promotion, long first, Duration retention) {
        return new VanishedKeys(vanished.find(promotion.baseRelease(), promotion.snapshot()), first, retention,
                clock.instant());
    }

    /**
     * Gives each vanished key its outcome, and a verdict to those that stay. Takes part in the caller's transaction.
     *
     * @return the keys that stay in the release
     */
    public List<String> keepVanished(Promotion promotion, VanishedKeys gone) {
        if (gone.size() == 0) {
            return List.of();
        }
        vanished.account(promotion.run(), gone);
        vanished.hold(promotion, gone);
        return gone.kept().map(VanishedKey::key).toList();
    }

    /** Group, family and baseline candidates of the training run that are not in production yet. */
    public List<Artefact> fallbacksToCopy(Promotion promotion) {
        return fallbacks.toCopy(promotion);
    }

    /**
     * Keeps what the run can fall back on. Takes part in the caller's transaction.
     *
     * @param corrupt why candidates were not copied, by id
     */
    public void keepFallbacks(Promotion promotion, Map<Long, Refusal> corrupt) {
        fallbacks.insert(promotion, corrupt);
    }

    /** What the run can fall back on. */
    public Fallbacks fallbacks(UUID run) {
        return fallbacks.find(run);
    }

    /** Judges the keys of the partitions {@code from} (inclusive) to {@code to} (exclusive) that have no outcome yet. */
    public List<Judgement> judge(Promotion promotion, FamilySpec spec, Fallbacks below, int from, int to) {
        var gate = new Gate(spec.promotion().rules());
        var names = spec.promotion().rules().stream()
                .filter(rule -> rule.bound() instanceof Rule.WorseThanChampionByAtMost).map(Rule::metric)
                .collect(Collectors.toUnmodifiableSet());
        var metrics = names.stream().flatMap(name -> Metric.named(name).stream())
                .collect(Collectors.toUnmodifiableSet());
        var found = contenders.find(promotion, spec.group(), !spec.promotion().rules().isEmpty(),
                !metrics.isEmpty(), from, to);
        var comparisons = champions.compare(promotion.snapshot(), metrics, found);
        return found.stream().map(contender -> Judgement.of(contender, gate, below, names,
                comparisons.get(contender.sequence()))).toList();
    }

    /** The same for keys whose judging failed: each is treated as one without a candidate. */
    public List<Judgement> abandon(Promotion promotion, FamilySpec spec, Fallbacks below, Refusal reason, int from,
            int to) {
        var gate = new Gate(spec.promotion().rules());
        return contenders.find(promotion, spec.group(), false, true, from, to).stream()
                .map(contender -> Judgement.abandoned(contender, reason, gate, below)).toList();
    }

    /** Gives the partitions that a cancelled run never came to their outcome. */
    public void cancelRest(Promotion promotion) {
        contenders.cancelRest(promotion.run(), promotion.snapshot());
    }

    /** Keeps verdicts. Takes part in the caller's transaction. */
    public void keep(UUID run, List<Judgement> judgements) {
        verdicts.insert(run, judgements);
    }

    /**
     * Verdicts in the order of the keys' texts, those behind {@code after}; all decisions, or one.
     *
     * @param metric in which changes are told
     */
    public List<StoredVerdict> list(UUID run, String metric, @Nullable String decision, @Nullable String after,
            int limit) {
        return verdicts.list(run, metric, decision, after, limit);
    }

    /** The same with those first that change most, and those last of which it is not known. */
    public List<StoredVerdict> mostChanged(UUID run, String metric, @Nullable String decision,
            @Nullable KeyPlace after, int limit) {
        return verdicts.mostChanged(run, metric, decision, after, limit);
    }

    /** Keys by promote, hold and reject. */
    public Map<String, Long> countByDecision(UUID run) {
        return verdicts.countByDecision(run);
    }

    /** Keys by the rung that follows; {@code none} where no model can answer. */
    public Map<String, Long> countByRung(UUID run) {
        return verdicts.countByRung(run);
    }

    /** Keys that vanished, {@code kept} and {@code retired}; empty where none did. */
    public Map<String, Long> countVanished(UUID run) {
        return vanished.count(run);
    }

    /** The verdicts against the release that was current when the run was planned. */
    public Difference difference(Promotion promotion) {
        return verdicts.difference(promotion);
    }
}
