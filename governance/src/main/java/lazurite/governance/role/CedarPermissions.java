package lazurite.governance.role;

import com.cedarpolicy.AuthorizationEngine;
import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.AuthorizationResponse;
import com.cedarpolicy.model.entity.Entity;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.exception.InternalException;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.value.CedarList;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimBool;
import com.cedarpolicy.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import lazurite.ledger.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Asks the policies in {@code policies.cedar}. Cedar and its native library are loaded at the first question, never
 * before; where that fails it fails for the process's life, and only what needs an answer is refused.
 *
 * <p>Concurrency: any thread.
 */
public final class CedarPermissions implements Permissions {
    private static final System.Logger LOG = System.getLogger(CedarPermissions.class.getName());
    private static final String POLICIES = "policies.cedar";

    private final Path natives;
    private @Nullable Engine engine;
    private boolean failed;

    /** Cedar, loaded. */
    private record Engine(AuthorizationEngine cedar, PolicySet policies) {}

    /** @param natives folder in which the native library is unpacked, to be kept from start to start */
    public CedarPermissions(Path natives) {
        this.natives = natives;
    }

    /** The policies, as everybody may read them. */
    public static String policies() {
        try (InputStream in = Objects.requireNonNull(CedarPermissions.class.getResourceAsStream(POLICIES))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public boolean permits(Question question) {
        Engine loaded = engine();
        EntityUID holder = uid("Holder", question.holder().name());
        Set<EntityUID> roles = question.holder().roles().stream()
                .map(role -> uid("Role", role.label()))
                .collect(Collectors.toSet());
        Map<String, Value> context = Map.of(
                "emergency", new PrimBool(question.emergency()),
                "deciders", holders(question.deciders()),
                "orderers", holders(question.orderers()));
        AuthorizationRequest request = new AuthorizationRequest(
                holder, uid("Action", question.command().wire()), uid("Log", "log"), context);
        try {
            return isClearYes(
                    loaded.cedar().isAuthorized(request, loaded.policies(), Set.of(new Entity(holder, roles))));
        } catch (AuthException unanswered) {
            LOG.log(Level.ERROR, "the policies gave no answer", unanswered);
            throw new RefusedException("The policies of roles gave no answer, so the command is refused.");
        }
    }

    /** A policy that could not be evaluated might have forbidden it. */
    private static boolean isClearYes(AuthorizationResponse response) {
        return response.success
                .map(answer -> answer.isAllowed() && answer.getErrors().isEmpty())
                .orElse(false);
    }

    private synchronized Engine engine() {
        if (engine == null) {
            engine = failed ? refused() : load();
        }
        return engine;
    }

    private Engine load() {
        try {
            System.setProperty("jne.extract.dir", natives.toString());
            System.setProperty("jne.cleanup.extracted", "false");
            return new Engine(new BasicAuthorizationEngine(), PolicySet.parsePolicies(policies()));
        } catch (LinkageError | InternalException unusable) {
            failed = true;
            LOG.log(Level.ERROR, "Cedar cannot be loaded", unusable);
            return refused();
        }
    }

    private static Engine refused() {
        throw new RefusedException("Nobody can be permitted anything here, since the policies' library (Cedar) does not"
                + " load on this machine; the server's log says why.");
    }

    private static CedarList holders(Set<String> names) {
        return new CedarList(
                names.stream().<Value>map(name -> uid("Holder", name)).toList());
    }

    private static EntityUID uid(String type, String id) {
        return EntityTypeName.parse(type).orElseThrow().of(id);
    }
}
