// Every right that anything here has on anything else. Data rights only, as narrow as the service allows.
param appPrincipalId string
param topicPrincipalId string
param consultantsGroupId string
param hostStorageName string
param dataStorageName string
param eventQueue string
param deadLetterContainer string
param inputContainers string[]
param resultContainers string[]
param vaultName string
param insightsName string

// Azure's built-in roles, by the ids that are the same in every tenant.
var roleDefinitions = 'Microsoft.Authorization/roleDefinitions'
var reader = subscriptionResourceId(roleDefinitions, 'acdd72a7-3385-48ef-bd42-f606fba81ae7')
// Not only to read: platforms that replace a refresh token at each use have the new one kept.
var keyVaultSecretsOfficer = subscriptionResourceId(roleDefinitions, 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7')
var monitoringMetricsPublisher = subscriptionResourceId(roleDefinitions, '3913510d-42f4-4e42-8a64-420c390055eb')
var storageBlobDataContributor = subscriptionResourceId(roleDefinitions, 'ba92f5b4-2d11-453d-a403-e96b0029c9fe')
var storageBlobDataOwner = subscriptionResourceId(roleDefinitions, 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b')
var storageBlobDataReader = subscriptionResourceId(roleDefinitions, '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1')
var storageQueueDataContributor = subscriptionResourceId(roleDefinitions, '974c5e8b-45b9-4653-ba55-5f855dd0fb88')
var storageQueueDataMessageSender = subscriptionResourceId(roleDefinitions, 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a')
var storageTableDataContributor = subscriptionResourceId(roleDefinitions, '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3')

// The host asks for ownership of the blobs that hold its locks, and for queues and tables of its own.
var appOnHost = [storageBlobDataOwner, storageQueueDataContributor, storageTableDataContributor]
var appOnData = [storageBlobDataContributor, storageQueueDataContributor, storageTableDataContributor]
var consultants = empty(consultantsGroupId) ? [] : [consultantsGroupId]

resource hostStorage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: hostStorageName
}

resource dataStorage 'Microsoft.Storage/storageAccounts@2025-01-01' existing = {
  name: dataStorageName

  resource blobs 'blobServices' existing = {
    name: 'default'

    resource deadLetters 'containers' existing = {
      name: deadLetterContainer
    }

    resource inputs 'containers' existing = [for container in inputContainers: { name: container }]

    resource results 'containers' existing = [for container in resultContainers: { name: container }]
  }

  resource queueService 'queueServices' existing = {
    name: 'default'

    resource events 'queues' existing = {
      name: eventQueue
    }
  }
}

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = {
  name: vaultName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource appUsesHostStorage 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in appOnHost: {
    name: guid(hostStorage.id, appPrincipalId, role)
    scope: hostStorage
    properties: { principalId: appPrincipalId, principalType: 'ServicePrincipal', roleDefinitionId: role }
  }
]

resource appUsesDataStorage 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in appOnData: {
    name: guid(dataStorage.id, appPrincipalId, role)
    scope: dataStorage
    properties: { principalId: appPrincipalId, principalType: 'ServicePrincipal', roleDefinitionId: role }
  }
]

resource appReadsSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, appPrincipalId, keyVaultSecretsOfficer)
  scope: vault
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: keyVaultSecretsOfficer
  }
}

resource appWritesTelemetry 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(insights.id, appPrincipalId, monitoringMetricsPublisher)
  scope: insights
  properties: {
    principalId: appPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: monitoringMetricsPublisher
  }
}

resource topicSendsEvents 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(dataStorage::queueService::events.id, topicPrincipalId, storageQueueDataMessageSender)
  scope: dataStorage::queueService::events
  properties: {
    principalId: topicPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: storageQueueDataMessageSender
  }
}

resource topicKeepsDeadLetters 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(dataStorage::blobs::deadLetters.id, topicPrincipalId, storageBlobDataContributor)
  scope: dataStorage::blobs::deadLetters
  properties: {
    principalId: topicPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: storageBlobDataContributor
  }
}

// Consultants see the account, write what the pipeline takes in, and read what it made of it.
resource consultantsSeeAccount 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for group in consultants: {
    name: guid(dataStorage.id, group, reader)
    scope: dataStorage
    properties: { principalId: group, principalType: 'Group', roleDefinitionId: reader }
  }
]

resource consultantsDrop 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (container, index) in inputContainers: if (!empty(consultantsGroupId)) {
    name: guid(dataStorage.id, container, consultantsGroupId, storageBlobDataContributor)
    scope: dataStorage::blobs::inputs[index]
    properties: {
      principalId: consultantsGroupId
      principalType: 'Group'
      roleDefinitionId: storageBlobDataContributor
    }
  }
]

resource consultantsRead 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (container, index) in resultContainers: if (!empty(consultantsGroupId)) {
    name: guid(dataStorage.id, container, consultantsGroupId, storageBlobDataReader)
    scope: dataStorage::blobs::results[index]
    properties: {
      principalId: consultantsGroupId
      principalType: 'Group'
      roleDefinitionId: storageBlobDataReader
    }
  }
]
