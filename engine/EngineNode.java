import java.io.PrintStream;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * Starts one OpenSearch node and keeps it until SIGTERM. Takes the arguments of OpenSearchRunner,
 * whose own main() is not used for two reasons: it ends without a word when the node fails to
 * start, and it knows no ports above 9299. The node listens on the base port plus one.
 * Java compiles this file at every start (half a second), so there is nothing to build.
 */
public class EngineNode {
  public static void main(String[] args) throws InterruptedException {
    PrintStream console = System.err; // OpenSearch puts a logger in its place, line by line
    OpenSearchRunner runner = new OpenSearchRunner();
    runner.setMaxHttpPort(-1); // take the port that was asked for, look for no other
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(runner)));
    try {
      runner.build(args);
    } catch (Throwable failure) {
      failure.printStackTrace(console);
      System.exit(1);
    }
    Thread.currentThread().join(); // for ever: only a signal ends the node
  }

  private static void close(OpenSearchRunner runner) {
    try {
      runner.close();
    } catch (Exception failure) {
      failure.printStackTrace();
    }
  }
}
