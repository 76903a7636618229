package lazurite.server.config;

/** A setting, flag or variable that cannot be obeyed: one sentence that names it and says what would be right. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message, null, false, false);
    }
}
