package io.manymodels.training.context;

import io.manymodels.catalog.Snapshot;
import io.manymodels.family.FamilySpec;
import io.manymodels.training.contest.Spending;
import io.manymodels.work.api.Run;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What the runs that this process works on have spent on contests: all tasks of a run ask for the same. */
@Component
public class Spendings {

    private static final int MOST = 16;

    private final Map<UUID, Spending> byRun = new LinkedHashMap<>(16, 0.75f, true);

    /** The budget of a training, as its spec says, cut by rows: a process spends on its own keys what they bring. */
    public synchronized Spending of(Run run, FamilySpec spec, Snapshot snapshot) {
        Spending spending = byRun.computeIfAbsent(run.id(),
                _ -> new Spending(spec.training().budgetSeconds(snapshot.partitions()), snapshot.rows()));
        if (byRun.size() > MOST) {
            byRun.remove(byRun.keySet().iterator().next());
        }
        return spending;
    }
}
