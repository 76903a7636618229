package lazurite.server.config;

import java.util.Set;

/** The rules of Azure's names, for those that the configuration gives. */
final class Names {
    /** First path segments that the server answers itself. */
    private static final Set<String> RESERVED = Set.of("healthz", "readyz");

    private Names() {}

    static String account(String name, String place) {
        if (RESERVED.contains(name)) {
            throw new ConfigException(
                    place + ": no account can be called '" + name + "', for the server answers under this path itself");
        }
        if (!name.matches("[a-z0-9]{3,24}")) {
            throw new ConfigException(
                    place + ": an account name has 3 to 24 lower-case letters and digits, found '" + name + "'");
        }
        return name;
    }

    static String encryptionScope(Setting setting) {
        String name = setting.text();
        if (!name.matches("[A-Za-z0-9-]{3,63}")) {
            throw setting.wrong("a name of an encryption scope (3 to 63 letters, digits and hyphens)");
        }
        return name;
    }

    static String container(Setting setting) {
        String name = setting.text();
        boolean special = name.equals("$root") || name.equals("$web");
        if (!special && !name.matches("(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*")) {
            throw setting.wrong("a container name (3 to 63 lower-case letters, digits and single hyphens)");
        }
        return name;
    }
}
