import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/**
 * One OpenSearch node with the settings that the environment has, as the official image takes them:
 * every variable of at least two lower-case words with a dot between. Lists are separated by commas.
 */
public class StandInNode {
  private static final String HOME = "/usr/share/opensearch";

  public static void main(String[] args) throws Exception {
    OpenSearchRunner runner = new OpenSearchRunner();
    runner.setMaxHttpPort(-1); // take 9200, look for no other
    runner.onBuild((number, settings) -> {
      settings.put("network.host", "0.0.0.0");
      settings.put("discovery.type", "zen"); // OpenSearch's own default; the runner's is single-node
      for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
        String name = variable.getKey();
        boolean isSetting = name.matches("[a-z0-9_]+\\.[a-z0-9_.]+");
        if (isSetting && !name.startsWith("plugins.")) settings.put(name, variable.getValue());
      }
    });
    Runtime.getRuntime().addShutdownHook(new Thread(() -> {
      try {
        runner.close();
      } catch (Exception failure) {
        failure.printStackTrace();
      }
    }));
    try {
      runner.build(
          "-numOfNode", "1", "-baseHttpPort", "9199",
          "-clusterName", System.getenv().getOrDefault("cluster.name", "docker-cluster"),
          "-basePath", HOME, "-confPath", HOME + "/config", "-dataPath", HOME + "/data");
    } catch (Throwable failure) {
      failure.printStackTrace();
      System.exit(1);
    }
    Thread.currentThread().join(); // for ever: only a signal ends the node
  }
}
