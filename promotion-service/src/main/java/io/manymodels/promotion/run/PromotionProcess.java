package io.manymodels.promotion.run;

import io.manymodels.catalog.FamilyRepository;
import io.manymodels.family.FamilySpec;
import io.manymodels.problem.Problem;
import io.manymodels.promotion.copy.ArtefactCopier;
import io.manymodels.promotion.copy.Copied;
import io.manymodels.promotion.judgement.Contender;
import io.manymodels.promotion.judgement.Decision;
import io.manymodels.promotion.judgement.Judgement;
import io.manymodels.promotion.judgement.Judgements;
import io.manymodels.promotion.lifecycle.Promotion;
import io.manymodels.promotion.lifecycle.PromotionLedger;
import io.manymodels.promotion.lifecycle.PromotionState;
import io.manymodels.promotion.model.ProductionModels;
import io.manymodels.promotion.release.Assignment;
import io.manymodels.promotion.release.PublishedRelease;
import io.manymodels.promotion.release.Releases;
import io.manymodels.promotion.rule.Refusal;
import io.manymodels.run.RunKind;
import io.manymodels.run.RunState;
import io.manymodels.work.api.Completion;
import io.manymodels.work.api.LeasedTask;
import io.manymodels.work.api.PartitionOutcome;
import io.manymodels.work.api.Plan;
import io.manymodels.work.api.Run;
import io.manymodels.work.api.RunProcess;
import io.manymodels.work.api.TaskRange;
import io.manymodels.work.api.TaskResult;
import io.manymodels.work.api.WorkProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * A promotion run. Its plan fixes what is judged against what and copies the fallback models; each task judges a range of
 * keys, copies what is promoted, and writes its part of the release, which nobody sees; the end moves one pointer.
 */
@Component
class PromotionProcess implements RunProcess {

    /** Keys a task at most: few enough to hold with their metrics. */
    private static final int MOST_KEYS = 4096;
    /** Keys a task at least, where there are as many: enough for a pack and a statement of their own. */
    private static final int LEAST_KEYS = 512;

    private final FamilyRepository families;
    private final PromotionLedger promotions;
    private final Judgements judging;
    private final ArtefactCopier copier;
    private final ProductionModels models;
    private final Releases releases;
    private final Publication publication;
    private final PromotionMetrics metrics;
    private final PromotionApproval approval;
    private final int seats;
    private final JsonMapper json;

    PromotionProcess(FamilyRepository families, PromotionLedger promotions, Judgements judging, ArtefactCopier copier,
            ProductionModels models, Releases releases, Publication publication, PromotionMetrics metrics,
            PromotionApproval approval, WorkProperties work, JsonMapper json) {
        this.approval = approval;
        this.seats = work.concurrency();
        this.families = families;
        this.promotions = promotions;
        this.judging = judging;
        this.copier = copier;
        this.models = models;
        this.releases = releases;
        this.publication = publication;
        this.metrics = metrics;
        this.json = json;
    }

    @Override
    public RunKind kind() {
        return RunKind.PROMOTION;
    }

    @Override
    public Plan plan(Run run, LeasedTask task) {
        var parameters = json.treeToValue(run.parameters(), PromotionParameters.class);
        var base = releases.current(run.family());
        var promotion = new Promotion(run.id(), promotions.reserveReleaseId(), run.family(), run.familyVersion(),
                parameters.training(), parameters.snapshot(), base.map(PublishedRelease::id).orElse(null), run.cycle(),
                parameters.dryRun(), approval.reason(run, base.orElse(null)), run.submittedBy(),
                new PromotionState.Deciding());
        var copied = promotion.dryRun()
                ? Copied.nothing()
                : copier.copy(judging.fallbacksToCopy(promotion), pack(promotion, "fallbacks-" + task.attemptName()));
        var keys = Math.toIntExact(judging.keys(promotion.snapshot()));
        var vanished = judging.vanished(promotion, keys, spec(run).ingestion().retention());
        return new Plan(keys + vanished.size(), cut(keys, seats), () -> {
            promotions.plan(promotion);
            models.register(promotion.family(), copied.placements(), promotion.submittedBy());
            judging.keepFallbacks(promotion, copied.corrupt());
            var kept = judging.keepVanished(promotion, vanished);
            if (!promotion.dryRun() && base.isPresent()) {
                releases.carry(promotion.releaseId(), base.get().id(), kept);
            }
        });
    }

    @Override
    public TaskResult execute(Run run, LeasedTask task) {
        var started = System.nanoTime();
        var promotion = promotion(run);
        var fallbacks = judging.fallbacks(run.id());
        var judgements = judging.judge(promotion, spec(run), fallbacks, task.from(), task.to());
        var copied = promotion.dryRun()
                ? Copied.nothing()
                : copier.copy(judgements.stream().filter(Judgement::promotes).map(Judgement::contender)
                        .map(contender -> Objects.requireNonNull(contender.candidate()))
                        .filter(candidate -> !candidate.inProduction()).map(Contender.Candidate::artefact).toList(),
                        pack(promotion, "part-%05d-%s".formatted(task.from(), task.attemptName())));
        var decisions = judgements.stream()
                .map(judgement -> promotion.dryRun()
                        ? Decision.dry(judgement)
                        : Decision.real(judgement, corruption(judgement, copied), fallbacks))
                .toList();
        return result(promotion, task, judgements, decisions, copied, started);
    }

    @Override
    public TaskResult abandon(Run run, LeasedTask task, Problem reason) {
        var started = System.nanoTime();
        var promotion = promotion(run);
        var fallbacks = judging.fallbacks(run.id());
        var refusal = new Refusal(reason.code(), reason.message());
        var judgements = judging.abandon(promotion, spec(run), fallbacks, refusal, task.from(), task.to());
        var decisions = judgements.stream()
                .map(judgement -> Decision.abandoned(judgement, refusal, fallbacks))
                .toList();
        return result(promotion, task, judgements, decisions, Copied.nothing(), started);
    }

    @Override
    public Completion finish(Run run, LeasedTask task) {
        return publication.complete(promotion(run));
    }

    @Override
    public void cancelRest(Run run) {
        judging.cancelRest(promotion(run));
    }

    @Override
    public void sweep(Run run) {
        if (run.state() != RunState.SUCCEEDED) {
            promotions.find(run.id()).ifPresent(promotion -> releases.discard(promotion.releaseId()));
        }
        copier.sweep(prefix(run.family(), run.id()), models::objectsInUse);
    }

    private TaskResult result(Promotion promotion, LeasedTask task, List<Judgement> judgements,
            List<Decision> decisions,
            Copied copied, long started) {
        var assignments = decisions.stream().map(Decision::assignment).filter(Objects::nonNull)
                .map(assignment -> (Assignment) assignment).toList();
        var seconds = (System.nanoTime() - started) / 1e9 / Math.max(1, judgements.size());
        var outcomes = new ArrayList<PartitionOutcome>(judgements.size());
        for (int i = 0; i < judgements.size(); i++) {
            outcomes.add(decisions.get(i).outcome(judgements.get(i), task.attempt(), seconds));
        }
        return new TaskResult(outcomes, () -> {
            judging.keep(promotion.run(), judgements);
            metrics.judged(judgements, copied.corrupt().size());
            if (!promotion.dryRun()) {
                var registered = models.register(promotion.family(), copied.placements(), promotion.submittedBy());
                releases.prepare(promotion.releaseId(), promotion.family(), promotion.snapshot(),
                        assignments.stream().map(assignment -> assignment.known(registered)).toList());
            }
        });
    }

    private static @Nullable Refusal corruption(Judgement judgement, Copied copied) {
        var candidate = judgement.contender().candidate();
        return candidate == null ? null : copied.corrupt().get(candidate.id());
    }

    private Promotion promotion(Run run) {
        return promotions.find(run.id()).orElseThrow(() -> new IllegalStateException(
                "Promotion [%s] has tasks and was never planned".formatted(run.id())));
    }

    private FamilySpec spec(Run run) {
        return families.required(run.family(), run.familyVersion()).spec();
    }

    private String pack(Promotion promotion, String name) {
        return prefix(promotion.family(), promotion.run()) + name + ".pack";
    }

    /** Where all packs of a run lie. The number of its release is known only when it is published. */
    private static String prefix(String family, UUID run) {
        return "%s/run=%s/".formatted(family, run);
    }

    /** Tasks of as many keys each, and as many of them for each seat: seats that begin together end together. */
    static List<TaskRange> cut(int keys, int seats) {
        var rounds = Math.ceilDiv(keys, MOST_KEYS * seats);
        var tasks = Math.min(rounds * seats, Math.ceilDiv(keys, LEAST_KEYS));
        var ranges = new ArrayList<TaskRange>();
        for (int task = 0; task < tasks; task++) {
            var from = (int) ((long) keys * task / tasks);
            var to = (int) ((long) keys * (task + 1) / tasks);
            ranges.add(new TaskRange(from, to, to - from));
        }
        return ranges;
    }
}
