package lazurite.tests.process;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How one server process is started.
 *
 * @param name what reports call it
 * @param command program and arguments
 * @param environment added to this process's own
 * @param output file that takes stdout and stderr, appended
 * @param port where HTTP answers are expected on 127.0.0.1
 * @param probePath path whose answer (any HTTP status below 500) means that the server serves
 * @param account what addresses and signs; empty for a server without accounts
 * @param key base64; empty for a server without accounts
 */
public record Launch(
        String name,
        List<String> command,
        Map<String, String> environment,
        Path output,
        int port,
        String probePath,
        String account,
        String key) {

    /** Well-known in every Azure SDK as the emulator's account. */
    public static final String DEV_ACCOUNT = "devstoreaccount1";

    /** Well-known in every Azure SDK; no secret. */
    public static final String DEV_KEY =
            "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** The word behind a flag of the command. */
    public String flag(String name) {
        return command.get(command.indexOf(name) + 1);
    }

    public Launch with(Map<String, String> added) {
        Map<String, String> merged = new HashMap<>(environment);
        merged.putAll(added);
        return new Launch(name, command, merged, output, port, probePath, account, key);
    }

    /** Another command in the same surroundings. */
    public Launch of(List<String> otherCommand) {
        return new Launch(name, otherCommand, environment, output, port, probePath, account, key);
    }

    public ServerUnderTest start() {
        return ServerUnderTest.start(this);
    }
}
