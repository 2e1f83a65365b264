package io.manymodels.cli.stack;

import io.manymodels.cli.connection.ClientOptions;
import io.manymodels.cli.connection.Console;
import io.manymodels.cli.output.CommandFailure;
import io.manymodels.cli.output.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code console}. */
@Command(name = "console", description = "Print a link to the pages, which signs whoever opens it in once.")
public final class ConsoleCommand implements Callable<Integer> {

    @Mixin
    private final ClientOptions client = new ClientOptions();

    @Override
    public Integer call() {
        String link = Console.of(client.platform()).signInLink()
                .orElseThrow(() -> CommandFailure.unreachable(
                        "The console gives no link. Maybe it does not run (./manymodels status), or the API key is of another platform."));
        if (client.json()) {
            Terminal.print(JsonNodeFactory.instance.objectNode().put("link", link));
        } else {
            Terminal.print(link);
        }
        return 0;
    }
}
