package lazurite.service.account;

/** One service of one subscription: what an order is about. */
public record RestrictedService(String subscription, ServiceKind service) {}
