package io.manymodels.stack.kafka;

import io.manymodels.stack.credential.Credentials;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A broker as a process of its own, so that its end is not the end of the stack. Arguments: folder, port, controller port,
 * file with the credentials.
 */
public final class BrokerProcess {

    private BrokerProcess() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        KafkaBroker broker = KafkaBroker.start(Path.of(arguments[0]), Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]), Credentials.load(Path.of(arguments[3])));
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop-broker"));
        broker.awaitShutdown();
    }
}
