package io.manymodels.promotion.run;

import io.manymodels.event.ReleasePublished;
import io.manymodels.event.RunFinished;
import io.manymodels.problem.Problem;
import io.manymodels.promotion.judgement.Judgements;
import io.manymodels.promotion.lifecycle.Promotion;
import io.manymodels.promotion.lifecycle.PromotionLedger;
import io.manymodels.promotion.lifecycle.PromotionState;
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
import tools.jackson.databind.node.ObjectNode;

/** The end of a promotion: nothing for a dry run, a wait for an approver, or the switch to the prepared release. */
@Component
public class Publication {

    private final PromotionLedger promotions;
    private final Judgements judgements;
    private final Releases releases;
    private final Outbox outbox;
    private final PromotionMetrics metrics;
    private final JsonMapper json;

    Publication(PromotionLedger promotions, Judgements judgements, Releases releases, Outbox outbox,
            PromotionMetrics metrics, JsonMapper json) {
        this.promotions = promotions;
        this.judgements = judgements;
        this.releases = releases;
        this.outbox = outbox;
        this.metrics = metrics;
        this.json = json;
    }

    Completion complete(Promotion promotion) {
        if (!(promotion.state() instanceof PromotionState.Deciding deciding)) {
            throw new IllegalStateException(
                    "Promotion [%s] ends as [%s]".formatted(promotion.run(), promotion.state().wireName()));
        }
        var result = json.createObjectNode();
        result.set("decisions", json.valueToTree(judgements.countByDecision(promotion.run())));
        var vanished = judgements.countVanished(promotion.run());
        if (!vanished.isEmpty()) {
            result.set("vanished", json.valueToTree(vanished));
        }
        if (promotion.dryRun()) {
            result.set("byRung", json.valueToTree(judgements.countByRung(promotion.run())));
            return completion(promotion, deciding.judged(), result);
        }
        var byRung = releases.byRung(promotion.releaseId());
        if (byRung.isEmpty()) {
            return Completion.failed(new Problem("release-empty",
                    "No key of snapshot [%s] has a model that can answer. Maybe look at GET /promotions/%s/verdicts"
                            .formatted(promotion.snapshot(), promotion.run())));
        }
        result.set("byRung", json.valueToTree(byRung));
        if (promotion.approval() != null) {
            result.put("approval", promotion.approval());
            return completion(promotion, deciding.prepared(), result);
        }
        var published = deciding.published();
        result.put("result", published.to().wireName());
        // The number is known inside the transaction alone; the result is written at its end.
        return new Completion.Success(List.of(), () -> {
            result.put("release", publish(promotion, promotion.submittedBy()));
            promotions.move(promotion.run(), published);
        }, result);
    }

    /** Locks a promotion for an approver until the transaction ends. */
    public Optional<Promotion> lock(UUID run) {
        return promotions.lock(run);
    }

    /** Publishes on an approver's word. Call in a transaction that holds the promotion's lock. */
    public int approve(Promotion promotion, PromotionState.AwaitingApproval waiting, String approver) {
        var number = publish(promotion, approver);
        promotions.move(promotion.run(), waiting.approved(approver));
        return number;
    }

    /** Drops the prepared release on an approver's word. Call in a transaction that holds the promotion's lock. */
    public void decline(Promotion promotion, PromotionState.AwaitingApproval waiting, String approver) {
        releases.discard(promotion.releaseId());
        promotions.move(promotion.run(), waiting.declined(approver));
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
        var cycle = promotion.cycle();
        outbox.publish(List.of(new ReleasePublished(promotion.family(), promotion.familyVersion(), promotion.snapshot(),
                number, promotion.run(), cycle, cycle == null ? null : RunId.inCycle(cycle, RunKind.SCORING))));
        metrics.published();
        return number;
    }

    private Completion completion(Promotion promotion, PromotionState.Move move, ObjectNode result) {
        result.put("result", move.to().wireName());
        return new Completion.Success(List.of(), () -> promotions.move(promotion.run(), move), result);
    }
}
