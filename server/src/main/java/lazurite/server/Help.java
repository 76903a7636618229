package lazurite.server;

/** What the command line says about itself. */
final class Help {
    static final String TEXT = """
            lazurite - a server that speaks Azure Storage's API

              lazurite serve [flags]             serve until stopped
                  --data DIR                     folder of everything stored (./lazurite-data)
                  --in-memory                    keep everything in memory instead, and lose it at the end
                  --host ADDR                    address to listen on (127.0.0.1)
                  --blob-port N                  Blob service (10000); 0 is any free port, here and below
                  --queue-port N                 Queue service (10001), not built yet
                  --table-port N                 Table service (10002), not built yet
                  --web-port N                   static websites by path, docs/static-website.md; none unless given
                  --operator-port N              metrics and control, on loopback (10010)
                  --ledger                       keep a transparency log of what is metered and decided
                  --ledger-port N                where the log is read (10005)
                  --config FILE                  everything else: docs/configuration.md
              lazurite config check [flags]      read the configuration and print what it comes to
              lazurite check [--data DIR]        verify a data folder that is not being served
              lazurite clock accept [--data DIR]  believe the clock again after it leapt: docs/operation.md
              lazurite backup DIR [--data DIR]   copy the data of the running server into a new folder
              lazurite operator key FILE --as NAME     make a key for a holder or customer: docs/governance.md
              lazurite roster show|propose|approve|install|set
              lazurite subscription list|show|open|change|close|release|rehome|rekey
              lazurite signal list|dismiss       what meters raised
              lazurite case open|evidence|notice|reply|decide|renew|show|list
              lazurite enforce order|emergency|ratify|lift|status
              lazurite appeal file|decide        and: export offer
              lazurite publish page|update|withdraw|restore|report
              lazurite legal demand|seal         what authorities ask for
              lazurite lockbox request|approve|deny|use|close
              lazurite meter opening|verify-opening|dispute|correct
                  --server URL                   the operator's port (http://127.0.0.1:10010), for all of these
                  --key FILE --as NAME           who signs
                  --receipt FILE, --json         keep the proof; print what the server said
              lazurite meter show [flags]        print what subscriptions used, by the hour
              lazurite meter export [flags]      write it as cost and usage (FOCUS 1.4 CSV): docs/metering.md
                  --data DIR                     a data folder that is not being served
                  --from TIME --to TIME          from and until, in UTC: 2026-11-21 or 2026-11-21T10
              lazurite ledger vkey [--data DIR]  print the keys that verify the log
              lazurite ledger rotate-key [flags] give the log of a data folder that is not being served new keys
              lazurite ledger restart [flags]    begin a new log that cites the one that must not be signed on
                  --data DIR                     a data folder that is not being served
                  --origin NAME                  name of the new log
              lazurite ledger mirror LOG DIR     copy a log into a folder, or what is new of it
              lazurite verify LOG [flags]        verify a log, at its address or in a folder: docs/verify.md
                  --key VKEY                     a key that signs it; again for each (ledger vkey prints them)
                  --policy FILE                  witnesses that have to agree, and further keys
                  --since FILE                   a checkpoint kept from earlier, which it has to go on from
                  --json                         the answers as one JSON object
              lazurite receipt verify ENTRY RECEIPT --key VKEY    whether it proves that the entry is in the log
              lazurite report [flags]            write a transparency report of the log: docs/report.md
                  --log LOG --key VKEY           of a log at its address or in a folder (or --policy FILE)
                  --data DIR                     or of a data folder that is not being served
                  --from DAY --to DAY            from and until, in UTC: 2026-11-21
                  --out DIR                      folder of report.html and report.json
              lazurite key rotate [--data DIR]   give a data folder that is not being served a new master key
              lazurite terms test TERMS TRACE... run a terms document (or --default) against recorded use
              lazurite replay TRACE [flags]      what happens to recorded use, on a simulated clock
                  --terms FILE                   under these terms instead of the default ones
                  --json                         one JSON object a line
              lazurite test                      run every test
              lazurite bench                     measure against other servers
              lazurite crash [flags]             kill servers at work and hold them to what they acknowledged
              lazurite version                   print versions
              lazurite help                      print this

            Exit status: 0 done, 1 failed, 2 a flag or setting is wrong.
            verify: 0 nothing is broken, 1 something is, 2 a flag or file is wrong.
            terms test: 0 no signal, 1 signals, 2 a flag or file is wrong.
            """;

    private Help() {}
}
