package io.manymodels.cli.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.manymodels.cli.RecordedPlatform;
import io.manymodels.cli.RecordedPlatform.Result;
import io.manymodels.cli.VerbTest;
import io.manymodels.deployment.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a command comes to when the platform refuses, stumbles or is away. */
class PlatformTest extends VerbTest {

    private static final String FAMILIES = "GET /ingestion/families?limit=1000";

    @ParameterizedTest
    @CsvSource({"400,2", "404,2", "409,1", "413,2", "422,2", "401,3", "403,3", "500,1", "502,3", "503,3", "504,3"})
    void theExitCodeSaysWhoseTurnItIs(int status, int exitCode) {
        platform.refuses(FAMILIES, status, "{\"status\":" + status + ",\"detail\":\"Family [x] is not. Maybe y\"}");

        Result result = platform.run("families");

        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(result.err()).isEqualToIgnoringNewLines(
                "manymodels: ingestion answered " + status + ": Family [x] is not. Maybe y");
        assertThat(result.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"401,MANYMODELS_API_KEY", "403,MANYMODELS_API_KEY", "503,try again", "500,./manymodels logs ingestion"})
    void aRefusalWithoutWordsGetsSome(int status, String advice) {
        platform.refuses(FAMILIES, status, "");

        assertThat(platform.run("families").err()).contains("answered " + status + ". Maybe").contains(advice);
    }

    @Test
    void aRefusalThatIsNoJsonIsTold() {
        platform.refuses(FAMILIES, 400, "<html>");

        assertThat(platform.run("families").exitCode()).isEqualTo(2);
    }

    @Test
    void everyErrorOfASpecHasItsLine() throws IOException {
        platform.refuses("POST /ingestion/families", 422, """
                {"status":422,"detail":"The spec has 2 errors","errors":[
                 {"path":"training.metric","message":"[mea] is not known. Maybe mae"},"and one more"]}""");

        Result result = platform.run("apply", Files.writeString(folder.resolve("s.yaml"), "target: x\n").toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.err().lines()).containsExactly("manymodels: ingestion answered 422: The spec has 2 errors",
                "  training.metric [mea] is not known. Maybe mae", "  and one more");
    }

    @Test
    void anAnswerOfAnotherProgramIsNotTaken() {
        platform.answersText(FAMILIES, "It works!");

        Result result = platform.run("families");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).contains("is not readable").contains("Maybe another program listens there");
    }

    @Test
    void aPlatformThatIsAwayIsSaid() {
        platform.close();

        Result result = platform.run("families");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).contains("Cannot reach ingestion at (http://127.0.0.1:")
                .contains("./manymodels status");
    }

    @Test
    void listsAreReadToTheirLastPageWithTheOwnersKey() {
        platform.answers(FAMILIES, "{\"items\":[{\"name\":\"a\",\"version\":1}],\"nextCursor\":\"a b\"}")
                .answers(FAMILIES + "&cursor=a%20b",
                        "{\"items\":[{\"name\":\"b\",\"version\":2}],\"nextCursor\":null}");

        Result result = platform.run("families");

        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines().map(line -> line.replaceAll(" +", " "))).containsExactly(
                "FAMILY VERSION TASK TARGET DESCRIPTION", "a 1", "b 2");
        assertThat(platform.calls()).allMatch(
                call -> call.authorization().equals("Bearer " + RecordedPlatform.OWNER));
    }

    @Test
    void aFolderThatIsNoneOfOursIsSaid() throws IOException {
        Files.writeString(folder.resolve("run/stack.json"), "not json");

        Result result = platform.run("families");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).contains("stack.json").contains("Maybe");
    }

    @ParameterizedTest
    @CsvSource({"shop, shop", "a b, a%20b", "a/b, a%2Fb", "a+b, a%2Bb", "?x=1&y, %3Fx%3D1%26y", "100%, 100%25",
            "M\u00fcnchen, M%C3%BCnchen", "../x, ..%2Fx"})
    void aNameStaysOnePartOfAPath(String name, String encoded) {
        assertThat(Platform.encoded(name)).isEqualTo(encoded);
    }

    @Test
    void anAnswerThatIsCutIsNotTaken() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var answering = Executors.newVirtualThreadPerTaskExecutor()) {
            answering.execute(() -> {
                try (var caller = server.accept()) {
                    caller.getInputStream().read(new byte[4096]);
                    caller.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"items\":["
                            .getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            ingestionAt("http://127.0.0.1:" + server.getLocalPort() + "/");

            Result result = platform.run("families");

            assertThat(result.exitCode()).isEqualTo(3);
            assertThat(result.err()).contains("is not readable");
            assertThat(result.out()).isEmpty();
        }
    }

    @Test
    void aSlashBehindAnAddressIsNone() {
        ingestionAt(platform.url(Service.INGESTION) + "/");
        platform.answers(FAMILIES, "{\"items\":[]}");

        assertThat(platform.run("families").exitCode()).isZero();
    }

    @Test
    void withoutAKeyNothingIsAsked() throws IOException {
        Files.delete(folder.resolve("credentials.json"));

        Result result = platform.run("families");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.err()).contains("No API key. Maybe set MANYMODELS_API_KEY");
        assertThat(platform.calls()).isEmpty();
    }

    @Test
    void aServiceThatTheStackDoesNotNameIsSaidWithItsVariable() throws IOException {
        Files.writeString(folder.resolve("run/stack.json"), "{\"phase\":\"ready\",\"urls\":{}}");

        assertThat(platform.run("families").err()).contains("No platform found in (" + folder + ")")
                .contains("or set MANYMODELS_URL_INGESTION");
    }

    @Test
    void aListWithoutPagesIsTakenWhole() {
        platform.answers(FAMILIES, "[{\"name\":\"a\",\"version\":1},{\"name\":\"b\",\"version\":1}]");

        assertThat(lines(platform.run("families").out())).containsExactly("FAMILY VERSION TASK TARGET DESCRIPTION",
                "a 1", "b 1");
    }

    private void ingestionAt(String url) {
        var file = folder.resolve("run/stack.json");
        ObjectNode state = (ObjectNode) JsonMapper.shared().readTree(file);
        ((ObjectNode) state.get("urls")).put("ingestion", url);
        JsonMapper.shared().writeValue(file, state);
    }
}
