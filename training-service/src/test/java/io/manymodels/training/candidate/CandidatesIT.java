package io.manymodels.training.candidate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.manymodels.access.Role;
import io.manymodels.artefact.ByteRange;
import io.manymodels.fixtures.family.CatalogFamily;
import io.manymodels.fixtures.service.Answer;
import io.manymodels.fixtures.service.RunningService;
import io.manymodels.training.TrainingStack;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The registry over REST: pages, tags and bad parameters, over versions that were registered as a task does. */
class CandidatesIT {

    private static final RunningService SERVICE = TrainingStack.SERVICE;
    private static final String FAMILY = "candidates";
    private static final String LIST = "/api/v1/families/" + FAMILY + "/candidates";
    private static final int STORES = 25;
    private static final UUID RUN = UUID.randomUUID();

    @BeforeAll
    static void register() {
        new CatalogFamily(SERVICE, "family: " + FAMILY
                + "\nsource: {files: x.csv}\nkey: [store]\ntarget: y\ntask: regression\n");
        register(FAMILY, RUN, IntStream.range(0, STORES).mapToObj(store -> version(store, "ridge", """
                {"store":%d,"code":"%03d","open":%b,"rate":%s,"name":"O'Neil \\"%d\\" %%"}
                """.formatted(store, store, store % 2 == 0, store / 4.0, store))).toList());
        register(FAMILY, UUID.randomUUID(), List.of(version(7, "mean", "{\"store\":7}")));
    }

    private static NewVersion version(int store, String algorithm, String tags) {
        return new NewVersion(Scope.OWN, "{\"store\":%d}".formatted(store), algorithm, tags, "{\"mae\":1.5}", "{}",
                "%s/%s.pack".formatted(FAMILY, algorithm), new ByteRange(0, 10, "h".repeat(64)),
                new ByteRange(10L + store, 7, "b".repeat(64)), "f" + store);
    }

    private static void register(String family, UUID run, List<NewVersion> versions) {
        SERVICE.bean(TransactionTemplate.class).executeWithoutResult(_ -> SERVICE.bean(CandidateRegistry.class)
                .register(new Registration(run, family, 1, "s1", "hash", null), versions));
    }

    private static Answer get(String path) {
        return SERVICE.get(Role.VIEWER, path);
    }

    private static List<Integer> stores(String query) {
        List<Integer> stores = new ArrayList<>();
        get(LIST + "?limit=1000&" + query).expect(200).json().path("items")
                .forEach(item -> stores.add(item.path("key").path("store").intValue()));
        return stores;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 12, 13, 25, 26, 27, 1000})
    void everyVersionIsOnOnePageNewestFirst(int limit) {
        List<Long> ids = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = get(LIST + "?limit=" + limit + cursor).expect(200).json();
            assertThat(page.path("items").size()).isBetween(1, limit);
            page.path("items").forEach(item -> ids.add(item.path("id").longValue()));
            JsonNode next = page.path("nextCursor");
            cursor = next.isString() ? "&cursor=" + next.asString() : "";
        } while (!cursor.isEmpty());

        assertThat(ids).hasSize(STORES + 1).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"store=7|2", "store=7.0|2", "store=07|0", "store=99|0",
            "code=007|1", "code=7|0", "open=true|13", "open=True|0", "rate=1.5|1", "rate=15e-1|1", "rate=1|1",
            "Store=7|0", "name=O'Neil \"3\" %|1", "name=O'Neil|0", "name=%|0", "nobody=|0", "store=|0",
            "name=' OR 1=1 --|0", "store={\"a\":1}|0", "store=9999999999999999999999|0", "store=1e999|0"})
    void aTagIsComparedAsWhatItIs(String tag, int found) {
        String[] parts = tag.split("=", 2);

        assertThat(stores("tag." + parts[0] + "=" + URLEncoder.encode(parts[1], StandardCharsets.UTF_8)))
                .hasSize(found);
    }

    @Test
    void tagsAndTheRunAreAllAskedFor() {
        assertThat(stores("tag.store=7&run=" + RUN)).containsExactly(7);
        assertThat(stores("tag.store=7&tag.open=true")).isEmpty();
        assertThat(stores("tag.store=6&tag.open=true")).containsExactly(6);
        assertThat(stores("tag.store=6&tag.store=7")).isEmpty();
        assertThat(stores("run=" + UUID.randomUUID())).isEmpty();
    }

    @Test
    void aCandidateTellsWhereItsBytesLie() {
        long id = get(LIST + "?tag.code=003").json().path("items").get(0).path("id").longValue();

        JsonNode one = get("/api/v1/candidates/" + id).expect(200).json();

        assertThat(one.path("scope").asString()).isEqualTo("own");
        assertThat(one.path("run").asString()).isEqualTo(RUN.toString());
        assertThat(one.path("fingerprint").asString()).isEqualTo("f3");
        assertThat(one.path("artefact")).isEqualTo(JsonMapper.shared().readTree("""
                {"object": "candidates/ridge.pack", "offset": 13, "length": 7, "sha256": "%s"}
                """.formatted("b".repeat(64))));
        assertThat(one.path("tags").path("name").asString()).isEqualTo("O'Neil \"3\" %");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"limit=0|400 limit-out-of-range", "limit=1001|400 limit-out-of-range",
            "limit=-1|400 limit-out-of-range", "cursor=x|400 cursor-malformed", "cursor=eHl6|400 cursor-malformed",
            "tag.=7|400 tag-name-missing"})
    void aBadParameterSaysWhatIsWrong(String query, String problem) {
        assertThat(get(LIST + "?" + query).code()).isEqualTo(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=many", "run=7", "tag.name=%00", "tag.%00=7", "cursor=%00"})
    void whatCannotBeReadIsTheCallersMistake(String query) {
        Answer answer = get(LIST + "?" + query);

        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(400);
        assertThat(answer.json().path("code").asString()).isNotEmpty();
    }

    @Test
    void whoIsNotThereIsNotFound() {
        assertThat(get("/api/v1/families/nobody/candidates").code()).isEqualTo("404 family-unknown");
        assertThat(get("/api/v1/candidates/" + Long.MAX_VALUE).code()).isEqualTo("404 candidate-unknown");
        assertThat(get("/api/v1/candidates/-1").code()).isEqualTo("404 candidate-unknown");
        assertThat(get("/api/v1/candidates/x").status()).isEqualTo(400);
        assertThat(get("/api/v1/candidates/9223372036854775808").status()).isEqualTo(400);
    }

    @Test
    void candidatesOfADeletedFamilyAreNotFound() {
        new CatalogFamily(SERVICE,
                "family: dropped\nsource: {files: x.csv}\nkey: [store]\ntarget: y\ntask: regression\n");
        register("dropped", UUID.randomUUID(), List.of(version(7, "mean", "{\"store\":7}")));
        get("/api/v1/families/dropped/candidates").expect(200);

        SERVICE.database("ingestion").sql("UPDATE catalog.family SET deleted_at = now() WHERE name = 'dropped'")
                .update();

        assertThat(get("/api/v1/families/dropped/candidates").code()).isEqualTo("404 family-unknown");
    }

    @Test
    void whatIsRegisteredTwiceIsRefusedAndNothingIsRegisteredAsNothing() {
        UUID run = UUID.randomUUID();
        List<NewVersion> versions = List.of(version(3, "once", "{}"));
        register("registered-twice", run, versions);

        assertThatThrownBy(() -> register("registered-twice", run, versions))
                .hasRootCauseInstanceOf(SQLException.class);
        register("registered-twice", run, List.of());

        assertThat(SERVICE.bean(CandidateRegistry.class).objects(run)).containsExactly("candidates/once.pack");
        assertThat(
                SERVICE.database("training").sql("SELECT count(*) FROM training.run_model WHERE run_id = ?").param(run)
                        .query(Integer.class).single())
                .isEqualTo(1);
    }
}
