package io.manymodels.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.access.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Everything that promotion lists: whole, in pages, and filtered. */
class ListsIT {

    private static final Stack STACK = Stack.INSTANCE;
    private static final int STORES = 7;

    /** Paths of all lists, by what they hold. */
    private static Map<String, String> lists = Map.of();

    @BeforeAll
    static void promoted() {
        var family = new TestFamily("listed", "automatic", "1%");
        var snapshot = family.snapshot("a", STORES);
        family.train(snapshot, Map.of(0, 40d, 1, 70d, 2, 40d), Map.of());
        new TestFamily("nothing-trained", "automatic", "1%");
        var run = family.promote("{}").path("id").asString();
        family.train(snapshot, Map.of(0, 30d, 1, 30d, 3, 30d), Map.of());
        var next = family.promote("{}").path("id").asString();
        family.promote("{}");
        var release = STACK.get("/families/listed/releases").body().path("items").get(0).path("id").asLong();
        lists = Map.of("verdicts", "/promotions/" + run + "/verdicts", "verdicts by change",
                "/promotions/" + next + "/verdicts?sort=change", "entries", "/releases/" + release + "/entries",
                "releases", "/families/listed/releases", "models", "/families/listed/models", "runs",
                "/runs?family=listed", "partitions", "/runs/" + run + "/partitions", "keys", "/families/listed/keys",
                "changes", "/releases/" + release + "/changes?since=1");
    }

    private static String path(String list, String parameters) {
        var path = Objects.requireNonNull(lists.get(list), list);
        return path + (path.contains("?") ? "&" : "?") + parameters;
    }

    private static List<JsonNode> items(String path) {
        var answer = STACK.get(path);
        assertThat(answer.status()).as("%s: %s", path, answer).isEqualTo(200);
        return answer.body().path("items").valueStream().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"verdicts", "verdicts by change", "entries", "releases", "models", "runs", "partitions",
            "keys", "changes"})
    void pagesTogetherAreTheWholeList(String list) {
        var whole = items(path(list, "limit=1000"));
        var paged = new ArrayList<JsonNode>();
        var cursor = "";
        do {
            var page = STACK.get(path(list, "limit=2" + cursor)).body();
            assertThat(page.path("items").size()).isLessThanOrEqualTo(2);
            page.path("items").forEach(paged::add);
            cursor = page.path("nextCursor").isNull() ? "" : "&cursor=" + page.path("nextCursor").asString();
        } while (!cursor.isEmpty() && paged.size() <= whole.size());

        assertThat(whole).hasSizeGreaterThan(2).doesNotHaveDuplicates();
        assertThat(paged).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(strings = {"verdicts", "verdicts by change", "entries", "releases", "models", "runs", "partitions",
            "keys", "changes"})
    void aLimitThatCannotBeAndACursorOfAnotherListAreMalformed(String list) {
        for (var parameters : List.of("limit=0", "limit=-1", "limit=1001", "limit=many", "cursor=%21", "cursor=eHl6",
                "limit=99999999999")) {
            var answer = STACK.get(path(list, parameters));

            // A key may be any text, so that any text may be where a page of keys ended.
            var anyText = parameters.equals("cursor=eHl6") && List.of("verdicts", "entries").contains(list);
            assertThat(answer.status()).as("%s %s: %s", list, parameters, answer).isEqualTo(anyText ? 200 : 400);
            if (!anyText) {
                assertThat(answer.body().path("code").asString()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"verdicts,decision=promote,2", "verdicts,decision=reject,5", "verdicts,decision=hold,0",
            "entries,rung=own,3", "entries,rung=previous,1", "entries,rung=group,3", "entries,rung=family,0",
            "models,tag.store=0,2",
            "keys,rung=own,3", "keys,prefix=store%3D1,1", "keys,prefix=0,4", "keys,prefix=1+0,0",
            "keys,prefix=store%3D1+brand%3D1,1", "keys,prefix=STORE%3D1,1",
            "keys,prefix=%25,0", "keys,prefix=%22%3E%3Cscript%3E,0", "keys,tag.brand=1,3", "keys,algorithm=none,0",
            "keys,reason=no-such,0",
            "keys,sort=size,7", "keys,sort=key,7", "models,tag.store=1,1", "models,tag.store=6,0",
            "models,tag.brand=1,4", "models,current=true,6",
            "partitions,outcome=succeeded,2", "partitions,outcome=fellBack,5"})
    void aFilterKeepsWhatItSays(String list, String filter, int count) {
        assertThat(items(path(list, filter))).hasSize(count);
    }

    @ParameterizedTest
    @CsvSource({"verdicts,decision=maybe,400 decision-unknown", "verdicts,decision=PROMOTE,400 decision-unknown",
            "keys,sort=best,400 sort-unknown", "verdicts,sort=size,400 sort-unknown",
            "entries,rung=best,400 rung-unknown", "entries,rung=,400 rung-unknown"})
    void aFilterThatIsNoneIsMalformed(String list, String filter, String refusal) {
        var answer = STACK.get(path(list, filter));

        assertThat(answer.status() + " " + answer.body().path("code").asString()).isEqualTo(refusal);
        assertThat(answer.body().toString()).contains("Maybe");
    }

    @Test
    void keysComeWithTheWorstFirstAndCountsAgreeWithThem() {
        var keys = items(path("keys", "limit=1000"));
        var errors = keys.stream().filter(key -> key.path("error").isNumber())
                .map(key -> key.path("error").doubleValue()).toList();
        var release = Objects.requireNonNull(lists.get("entries")).replace("/entries", "");
        var histogram = STACK.get(release + "/histogram?bins=3").body();
        var leaderboard = STACK.get(release + "/leaderboard").body();

        assertThat(errors).hasSizeGreaterThan(2).isSortedAccordingTo(java.util.Comparator.reverseOrder());
        assertThat(histogram.path("keys").intValue()).isEqualTo(errors.size());
        assertThat(histogram.path("bins").valueStream().mapToInt(bin -> bin.path("keys").intValue()).sum())
                .isEqualTo(errors.size());
        assertThat(leaderboard.path("lines").valueStream().mapToInt(line -> line.path("keys").intValue()).sum())
                .isEqualTo(keys.size());
        assertThat(STACK.get(release + "/histogram?bins=0").status()).isEqualTo(400);
        assertThat(STACK.get(release + "/histogram?metric=guess").body().path("code").asString())
                .isEqualTo("metric-unknown");
    }

    @Test
    void verdictsThatChangeMostComeFirstAndThoseThatCannotBeComparedLast() {
        var verdicts = items(path("verdicts by change", "limit=1000"));

        assertThat(verdicts.getFirst().path("key").path("store").intValue()).isZero();
        assertThat(verdicts.getFirst().path("change").doubleValue()).isEqualTo(-10);
        assertThat(verdicts.subList(1, STORES)).as("a new model, or none")
                .allSatisfy(verdict -> assertThat(verdict.path("change").isNull()).isTrue());
    }

    @Test
    void whatChangedBetweenTwoReleasesIsWhatTheirEntriesSay() {
        var changes = STACK.get(path("changes", "limit=1000")).body();
        var releases = items("/families/listed/releases");
        var first = items("/releases/%d/entries".formatted(releases.getLast().path("id").asLong()));
        var last = items("/releases/%d/entries".formatted(releases.getFirst().path("id").asLong()));
        var differing = last.stream()
                .filter(now -> first.stream().noneMatch(then -> then.path("key").equals(now.path("key"))
                        && then.path("modelVersion").equals(now.path("modelVersion"))
                        && then.path("rung").equals(now.path("rung"))))
                .map(now -> now.path("key")).toList();

        assertThat(changes.path("items").valueStream().map(item -> item.path("key")))
                .containsExactlyInAnyOrderElementsOf(differing);
        assertThat(changes.path("counts").path("changed").intValue() + changes.path("counts").path("added").intValue())
                .isEqualTo(differing.size());
    }

    @ParameterizedTest
    @CsvSource({"/families/nobody/releases, family-unknown", "/families/nobody/releases/current, family-unknown",
            "/families/nothing-trained/releases/current, release-missing",
            "/families/nobody/releases/1, family-unknown", "/families/listed/releases/999, release-unknown",
            "/families/nobody/models, family-unknown", "/releases/999999999, release-unknown",
            "/releases/999999999/entries, release-unknown", "/releases/999999999/summary, release-unknown",
            "/releases/999999999/changes, release-unknown", "/families/nobody/keys, family-unknown",
            "/families/nothing-trained/keys, release-missing",
            "/promotions/8d7dcd7e-5c3a-4ba4-8fd9-6b79e1b1a000, promotion-unknown",
            "/promotions/8d7dcd7e-5c3a-4ba4-8fd9-6b79e1b1a000/verdicts, promotion-unknown"})
    void whatIsNotThereIsNotFound(String path, String code) {
        var answer = STACK.get(path);

        assertThat(answer.status() + " " + answer.body().path("code").asString()).isEqualTo("404 " + code);
    }

    @Test
    void modelsOfADeletedFamilyAreNotFound() {
        var family = new TestFamily("dropped", "automatic", "1%");
        family.train(family.snapshot("a", STORES), Map.of(0, 40d), Map.of());
        family.promote("{}");
        assertThat(items("/families/dropped/models")).isNotEmpty();

        STACK.database("ingestion").sql("UPDATE catalog.family SET deleted_at = now() WHERE name = 'dropped'").update();

        assertThat(STACK.get("/families/dropped/models").body().path("code").asString()).isEqualTo("family-unknown");
    }

    @Test
    void whatIsNoNumberIsTheCallersMistake() {
        assertThat(STACK.get("/releases/first").status()).isEqualTo(400);
        assertThat(STACK.get("/families/listed/releases/first").status()).isEqualTo(400);
        assertThat(STACK.get("/promotions/first").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "\"x\"", "{\"training\": \"x\"}", "{\"training\": {}}", "{\"to\": \"first\"}",
            "{\"to\": 1.5}", "{\"to\": -1}", "{\"approve\": []}"})
    void aBodyThatIsNoneIsTheCallersMistake(String body) {
        for (var path : List.of("/families/listed/rollbacks", "/families/nothing-trained/promotions",
                "/promotions/" + UUID.randomUUID() + "/approval")) {
            var answer = STACK.post(Role.APPROVER, path, body);

            assertThat(answer.status()).as("%s %s: %s", path, body, answer).isBetween(400, 499);
            assertThat(answer.body().path("code").asString()).isNotEmpty();
        }
    }
}
