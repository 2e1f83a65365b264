package io.manymodels.cli.run;

import io.manymodels.cli.output.Terminal;

/** Says what goes on without this command when Ctrl-C ends it. Closed when the command ends by itself. */
final class Interruption implements AutoCloseable {

    private final Thread hook;

    private Interruption(Thread hook) {
        this.hook = hook;
    }

    /** @param what is at work: run or cycle */
    static Interruption of(String what, String id) {
        var hook = new Thread(() -> Terminal.say(text(what, id)), "say-what-goes-on");
        Runtime.getRuntime().addShutdownHook(hook);
        return new Interruption(hook);
    }

    static String text(String what, String id) {
        return System.lineSeparator() + "The " + what + " goes on. Maybe follow it: ./manymodels follow " + id
                + ", or stop it: ./manymodels cancel " + id;
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The command is being ended, so the text is on its way.
        }
    }
}
