package waiting;

import io.manymodels.family.KnownAlgorithm.Setting;
import io.manymodels.family.Task;
import io.manymodels.training.learner.Learner;
import io.manymodels.training.learner.Settings;
import io.manymodels.training.learner.TrainingSpec;
import io.manymodels.training.learner.Variant;
import io.manymodels.training.plain.Mean;
import java.util.List;
import java.util.Set;

/** The mean, after a while in which nothing is computed: what a run of it takes is told by its seats alone. */
public final class WaitingLearner implements Learner {

    private static final Setting MILLIS = Setting.whole("millis", 100, 0, 60_000, "that each fit waits");

    @Override
    public String name() {
        return "waiting-mean";
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public Set<Task> tasks() {
        return Set.of(Task.FORECAST);
    }

    @Override
    public List<Setting> settings() {
        return List.of(MILLIS);
    }

    @Override
    public boolean automatic(TrainingSpec spec) {
        return false;
    }

    @Override
    public List<Variant> variants(TrainingSpec spec, Settings settings) {
        long millis = (long) settings.number(MILLIS);
        return new Mean().variants(spec, Settings.usual(List.of())).stream()
                .map(mean -> new Variant(name(), mean.rank(), lesson -> {
                    sleep(millis);
                    return mean.fitting().fit(lesson);
                })).toList();
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The worker ends", e);
        }
    }
}
