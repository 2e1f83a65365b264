package io.manymodels.promotion.run;

import io.manymodels.event.ReleasePublished;
import io.manymodels.event.RunFinished;
import io.manymodels.problem.Problem;
import io.manymodels.promotion.release.Releases;
import io.manymodels.run.RunId;
import io.manymodels.run.RunKind;
import io.manymodels.run.RunState;
import io.manymodels.work.api.Completion;
import io.manymodels.work.outbox.Outbox;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The end of a promotion: nothing for a dry run, a wait for an approver, or the switch to the prepared release. */
@Component
public class Publication {

    private final PromotionRepository promotions;
    private final VerdictRepository verdicts;
    private final Releases releases;
    private final Outbox outbox;
    private final PromotionMetrics metrics;
    private final JsonMapper json;

    Publication(PromotionRepository promotions, VerdictRepository verdicts, Releases releases, Outbox outbox,
            PromotionMetrics metrics, JsonMapper json) {
        this.promotions = promotions;
        this.verdicts = verdicts;
        this.releases = releases;
        this.outbox = outbox;
        this.metrics = metrics;
        this.json = json;
    }

    Completion complete(Promotion promotion) {
        var result = json.createObjectNode();
        result.set("decisions", json.valueToTree(verdicts.countByDecision(promotion.run())));
        if (promotion.dryRun()) {
            result.put("result", Promotion.State.DRY_RUN.wireName());
            result.set("byRung", json.valueToTree(verdicts.countByRung(promotion.run())));
            return completion(result, () -> promotions.setState(promotion.run(), Promotion.State.DRY_RUN, null));
        }
        var byRung = releases.byRung(promotion.releaseId());
        if (byRung.isEmpty()) {
            return Completion.failed(new Problem("release-empty",
                    "No key of snapshot [%s] has a model that can answer. Maybe look at GET /promotions/%s/verdicts"
                            .formatted(promotion.snapshot(), promotion.run())));
        }
        result.set("byRung", json.valueToTree(byRung));
        if (promotion.manual()) {
            result.put("result", Promotion.State.AWAITING_APPROVAL.wireName());
            return completion(result,
                    () -> promotions.setState(promotion.run(), Promotion.State.AWAITING_APPROVAL, null));
        }
        result.put("result", Promotion.State.PUBLISHED.wireName());
        // The number is known inside the transaction alone; the result is written at its end.
        return completion(result, () -> {
            result.put("release", publish(promotion, promotion.submittedBy()));
            promotions.setState(promotion.run(), Promotion.State.PUBLISHED, null);
        });
    }

    /** Locks a promotion for an approver until the transaction ends. */
    public Optional<Promotion> lock(UUID run) {
        return promotions.lock(run);
    }

    /** Publishes on an approver's word. Call in a transaction that holds the promotion's lock. */
    public int approve(Promotion promotion, String approver) {
        var number = publish(promotion, approver);
        promotions.setState(promotion.run(), Promotion.State.PUBLISHED, approver);
        return number;
    }

    /** Drops the prepared release on an approver's word. Call in a transaction that holds the promotion's lock. */
    public void decline(Promotion promotion, String approver) {
        releases.discard(promotion.releaseId());
        promotions.setState(promotion.run(), Promotion.State.DECLINED, approver);
        var cycle = promotion.cycle();
        if (cycle != null) {
            // The cycle's last step will never come: without word of it the cycle would stay open for ever.
            outbox.publish(List.of(new RunFinished(promotion.family(), RunKind.SCORING.wireName(),
                    RunId.inCycle(cycle, RunKind.SCORING), cycle, RunState.CANCELLED.wireName(),
                    "the release was declined by " + approver)));
        }
    }

    private int publish(Promotion promotion, String createdBy) {
        var number = releases.publish(promotion.prepared(), createdBy);
        outbox.publish(List.of(new ReleasePublished(promotion.family(), promotion.familyVersion(), promotion.snapshot(),
                number, promotion.run(), promotion.cycle())));
        metrics.published();
        return number;
    }

    private static Completion completion(Object result, Runnable commit) {
        return new Completion.Success(List.of(), commit, result);
    }
}
