package lazurite.server;

import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import lazurite.server.command.ServerArguments;
import lazurite.server.config.AccountSettings;
import lazurite.server.config.ConfigReader;
import lazurite.server.config.ConfigText;
import lazurite.service.account.Subscription;

/** {@code config check}: reads the configuration as {@code serve} would and prints what it comes to. */
final class ConfigCheck {
    private ConfigCheck() {}

    static int run(List<String> words, PrintStream out) {
        ServerArguments arguments = ServerArguments.forServing(words);
        arguments.noOperands("config check");
        ConfigReader.Loaded loaded = arguments.load();
        loaded.notes().forEach(note -> out.println("# " + note));
        Set<String> declared =
                loaded.config().subscriptions().stream().map(Subscription::id).collect(Collectors.toSet());
        loaded.config().accounts().stream()
                .map(AccountSettings::account)
                .filter(account -> !account.subscription().equals(Subscription.DEFAULT)
                        && !declared.contains(account.subscription().id()))
                .forEach(account -> out.println(
                        "# accounts[].subscription: '" + account.subscription().id() + "' of the account '"
                                + account.name() + "' is not declared here; serve looks for it in the log"));
        out.print(ConfigText.of(loaded.config()));
        return 0;
    }
}
