package io.manymodels.promotion.judgement;

import static io.manymodels.promotion.judgement.ContenderFixture.CANDIDATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.artefact.ArtefactLocation;
import io.manymodels.artefact.ByteRange;
import io.manymodels.artefact.ModelLoader;
import io.manymodels.catalog.SnapshotRepository;
import io.manymodels.family.Metric;
import io.manymodels.kernel.KernelCodecs;
import io.manymodels.lake.PartitionReader;
import io.manymodels.problem.ManyModelsException;
import io.manymodels.promotion.JudgedFamily;
import io.manymodels.promotion.Stack;
import io.manymodels.promotion.copy.Artefact;
import io.manymodels.promotion.rule.Comparison;
import io.manymodels.promotion.rule.Comparison.Basis;
import io.manymodels.promotion.rule.Metrics;
import io.manymodels.storage.ObjectStore;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** A champion that is broken defends nothing; one that only cannot be asked now is asked later. */
class ChampionJudgeIT {

    private static final Stack STACK = Stack.INSTANCE;
    private static final Set<Metric> MAPE = Set.of(Metric.MAPE);

    private static String snapshot = "";

    @BeforeAll
    static void snapshot() throws Exception {
        snapshot = new JudgedFamily("asked").snapshot("a", 2, Collections.nCopies(24, 100d));
        STACK.service().store("promotion", "production", "asked/no-model.pack", "no model".getBytes(
                StandardCharsets.UTF_8));
    }

    private static ChampionJudge judge(String bucket) {
        return new ChampionJudge(STACK.bean(SnapshotRepository.class), STACK.bean(PartitionReader.class),
                new ModelLoader(STACK.bean(ObjectStore.class), bucket, KernelCodecs.NONE), JsonMapper.shared());
    }

    /** Store 1, whose candidate was judged by weeks 23 and 24, and whose champion lies in this object. */
    private static Contender contender(String object, @Nullable String origin, @Nullable String holdout) {
        ByteRange range = new ByteRange(0, 8, "0".repeat(64));
        return new Contender(1, JudgedFamily.key(1), 24,
                new Contender.Candidate(new Artefact(CANDIDATE, "pack", 0, 1, "h", 1, 1, "b"),
                        new Metrics(Map.of("mape", 10d)), false, holdout),
                new Contender.Champion(21, 7, new Metrics(Map.of("mape", 5d)), origin,
                        new ArtefactLocation(object, range, range)),
                null, false, null);
    }

    private static Map<Integer, Comparison> compared(String bucket, Contender contender) {
        return judge(bucket).compare(snapshot, MAPE, List.of(contender));
    }

    private static Contender judged(String object) {
        return contender(object, "20", "{\"rows\":[22,23],\"predicted\":[90,90]}");
    }

    @Test
    void aBrokenOrMissingChampionDefendsNothing() {
        for (String object : List.of("asked/no-model.pack", "asked/gone.pack")) {
            assertThat(compared("production", judged(object)).get(1)).as(object)
                    .satisfies(comparison -> assertThat(comparison.basis()).isEqualTo(Basis.UNREADABLE));
        }
    }

    @Test
    void aChampionWhoseStorageRefusesToAnswerIsNotBroken() {
        assertThatThrownBy(() -> compared("predictions", judged("asked/no-model.pack")))
                .isInstanceOfSatisfying(ManyModelsException.class,
                        e -> assertThat(e.code()).isEqualTo("object-forbidden"));
    }

    @Test
    void whoCannotBeComparedIsNotAskedAtAll() {
        assertThat(compared("predictions", contender("x", null, "{\"rows\":[1],\"predicted\":[1]}"))).isEmpty();
        assertThat(compared("predictions", contender("x", "20", null))).isEmpty();
        assertThat(judge("predictions").compare(snapshot, Set.of(), List.of(judged("x")))).isEmpty();
    }

    @Test
    void aSnapshotThatIsGoneIsSaid() {
        assertThatThrownBy(() -> judge("production").compare("s-gone", MAPE, List.of(judged("x"))))
                .hasMessageContaining("[s-gone]");
    }
}
