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
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lazurite.governance.role.Permissions.Question;
import lazurite.ledger.RefusedException;

/**
 * Cedar with its policies. Making one loads the library, the native one too.
 *
 * <p>Concurrency: any thread.
 */
final class CedarEngine {
    private static final System.Logger LOG = System.getLogger(CedarEngine.class.getName());

    private final AuthorizationEngine cedar = new BasicAuthorizationEngine();
    private final PolicySet policies;

    CedarEngine(String policies) {
        try {
            this.policies = PolicySet.parsePolicies(policies);
        } catch (InternalException malformed) {
            throw new IllegalStateException("the policies are not Cedar", malformed);
        }
    }

    boolean permits(Question question) {
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
            return isClearYes(cedar.isAuthorized(request, policies, Set.of(new Entity(holder, roles))));
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

    private static CedarList holders(Set<String> names) {
        return new CedarList(
                names.stream().<Value>map(name -> uid("Holder", name)).toList());
    }

    private static EntityUID uid(String type, String id) {
        return EntityTypeName.parse(type).orElseThrow().of(id);
    }
}
