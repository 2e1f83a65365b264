package io.manymodels.console.family;

import io.manymodels.console.platform.Families.Accuracy;
import io.manymodels.console.platform.Families.Cycle;
import io.manymodels.console.platform.Families.Family;
import io.manymodels.console.platform.Families.Release;
import io.manymodels.console.platform.Families.Summary;
import io.manymodels.console.platform.Part;
import io.manymodels.family.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A family on the page of all.
 *
 * @param waiting whether its newest promotion waits for an approver
 */
record FamilyLine(Family family, Part<Optional<Cycle>> cycle, Part<Optional<Release>> release,
        Part<Optional<Summary>> summary, Part<Boolean> waiting) {

    private static final double NOTICED = 0.05;

    public @Nullable Cycle lastCycle() {
        return cycle.orElse(Optional.empty()).orElse(null);
    }

    public @Nullable Release current() {
        return release.orElse(Optional.empty()).orElse(null);
    }

    public @Nullable Summary counts() {
        return summary.orElse(Optional.empty()).orElse(null);
    }

    public @Nullable Accuracy accuracy() {
        Summary counts = counts();
        return counts == null ? null : counts.accuracy();
    }

    /** What somebody should look at, in words. */
    public List<String> attention() {
        List<String> found = new ArrayList<>();
        Cycle last = lastCycle();
        if (last != null && last.state().equals("failed")) {
            found.add("the last cycle failed");
        }
        if (waiting.orElse(false)) {
            found.add("a release waits for approval");
        } else if (release.isPresent() && current() == null && last != null && !last.isRunning()) {
            found.add("no release yet");
        }
        if (worse()) {
            found.add("less accurate than the release before");
        }
        Accuracy accuracy = accuracy();
        if (accuracy != null && accuracy.relativeLoss() != null && accuracy.relativeLoss() > 1) {
            found.add("worse than " + accuracy.baseline());
        }
        for (Part<?> part : List.of(cycle, release, summary)) {
            if (!part.isPresent() && !part.missing()) {
                found.add(String.valueOf(part.problem()));
                break;
            }
        }
        return found;
    }

    private boolean worse() {
        Accuracy accuracy = accuracy();
        if (accuracy == null || accuracy.before() == null || accuracy.mean() == null) {
            return false;
        }
        double before = accuracy.before().mean();
        double change = accuracy.mean() - before;
        boolean higher = Metric.named(accuracy.metric()).map(Metric::direction)
                .filter(Metric.Direction.HIGHER::equals).isPresent();
        return (higher ? -change : change) > NOTICED * Math.abs(before);
    }
}
