package io.manymodels.console.cycle;

import io.manymodels.console.access.ConsoleUser;
import io.manymodels.console.cycle.CycleView.StepView;
import io.manymodels.console.page.ReasonLine;
import io.manymodels.console.platform.Families;
import io.manymodels.console.platform.Families.Cycle;
import io.manymodels.console.platform.Families.Step;
import io.manymodels.console.platform.Part;
import io.manymodels.console.platform.Parts;
import io.manymodels.console.platform.Platform;
import io.manymodels.deployment.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Puts a cycle together out of what four services tell of it. */
@Component
class CycleReader {

    private static final int LOOKED_AT = 1000;
    private static final int LISTED = 100;

    private final Families families;
    private final Platform platform;
    private final Parts parts;

    CycleReader(Families families, Platform platform, Parts parts) {
        this.families = families;
        this.platform = platform;
        this.parts = parts;
    }

    /** @param reasons whether to look at the keys that did not simply succeed too */
    CycleView read(ConsoleUser user, String id, boolean reasons) {
        Cycle cycle = families.cycle(user, id);
        List<Parts.Coming<StepView>> steps = cycle.steps().stream()
                .map(step -> parts.ask(() -> step(user, cycle, step, reasons))).toList();
        List<StepView> views = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Step step = cycle.steps().get(i);
            views.add(steps.get(i).part().orElse(new StepView(step.kind(), step.state(), step.run(), step.service(),
                    new Part<>(null, "Not known", true), List.of())));
        }
        return new CycleView(cycle, views);
    }

    /** The family's cycle before, as long as it is among the latest ones. */
    Optional<CycleView> before(ConsoleUser user, Cycle cycle) {
        return Parts.now(() -> {
            List<Cycle> listed = families.cycles(user, cycle.family(), null, LISTED).items();
            int place = listed.stream().map(Cycle::id).toList().indexOf(cycle.id());
            return place >= 0 && place + 1 < listed.size()
                    ? Optional.of(read(user, listed.get(place + 1).id(), false))
                    : Optional.<CycleView>empty();
        }).orElse(Optional.empty());
    }

    private StepView step(ConsoleUser user, Cycle cycle, Step step, boolean reasons) {
        Service service = Service.of(step.service());
        Part<JsonNode> run = step.state().equals("waiting")
                ? new Part<>(null, "Waits for the step before", true)
                : Parts.now(() -> platform.get(user, service, "/runs/" + step.run()));
        if (run.missing() && service == Service.SCORING && awaitsApproval(user, cycle)) {
            run = new Part<>(null, "Waits for an approver, who has to publish the release first", true);
        } else if (run.missing() && !step.state().equals("waiting")) {
            run = new Part<>(null, "Begins as soon as its service has heard of it", true);
        }
        return new StepView(step.kind(), step.state(), step.run(), step.service(), run,
                reasons && run.isPresent() ? reasons(user, service, run.value()) : List.of());
    }

    private boolean awaitsApproval(ConsoleUser user, Cycle cycle) {
        return cycle.steps().stream().filter(step -> step.kind().equals("promotion"))
                .anyMatch(step -> Parts.now(() -> platform.get(user, Service.PROMOTION, "/promotions/" + step.run()))
                        .map(promotion -> promotion.path("result").asString("").equals("awaiting-approval"))
                        .orElse(false));
    }

    /** Why keys failed, fell back or were skipped, most frequent first. */
    List<ReasonLine> reasons(ConsoleUser user, Service service, JsonNode run) {
        List<ReasonLine> lines = new ArrayList<>();
        for (String outcome : List.of("failed", "fellBack", "skipped")) {
            if (run.path("progress").path(outcome).asLong(0) == 0) {
                continue;
            }
            Part<JsonNode> page = Parts.now(() -> platform.get(user, service,
                    "/runs/%s/partitions?outcome=%s&limit=%d".formatted(run.path("id").asString(""), outcome,
                            LOOKED_AT)));
            if (page.isPresent()) {
                boolean more = !page.value().path("nextCursor").isNull();
                lines.addAll(ReasonLine.counted(page.value().path("items").valueStream()
                        .map(partition -> ReasonLine.of(outcome, partition.path("reason"), more))));
            }
        }
        return lines;
    }
}
